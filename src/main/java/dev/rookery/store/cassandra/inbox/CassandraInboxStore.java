package dev.rookery.store.cassandra.inbox;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.HeadRaise;
import dev.rookery.domain.InboxHead;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.UserId;
import dev.rookery.store.InboxRow;
import dev.rookery.store.InboxStore;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Columns {@code head}, {@code messages} and {@code active_at} of table {@code chats_by_user}, and table {@code chat_heads}. */
public final class CassandraInboxStore implements InboxStore {
    /**
     * The head in a row whose chat stands apart. Of two cells with one timestamp Cassandra keeps the higher value: so it wins
     * over the head that an owner with another limit wrote there, and {@code chat_heads} is written by all.
     */
    private static final long APART = Long.MAX_VALUE;

    private static final int AT_A_TIME = 16;

    private final Cql cql;
    private final Statements<InboxQuery> statements;
    private final MemberRows members;

    public CassandraInboxStore(Cql cql, Statements<InboxQuery> statements) {
        this.cql = cql;
        this.statements = statements;
        this.members = new MemberRows(cql);
    }

    @Override
    public Future<List<InboxRow>> rows(UserId user, @Nullable ChatId after, int limit) {
        if (limit < 1 || limit > MAX_ROWS) {
            return Future.failedFuture(new IllegalArgumentException("limit must be between 1 and " + MAX_ROWS));
        }
        return cql.all(
                        after == null
                                ? statements.bind(InboxQuery.FIRST_ROWS, user.value(), limit)
                                : statements.bind(InboxQuery.NEXT_ROWS, user.value(), after.value(), limit))
                .compose(rows -> rows(user, rows, 0, new ArrayList<>(rows.size())));
    }

    /** Heads that stand apart are read some at a time. */
    private Future<List<InboxRow>> rows(UserId user, List<Row> rows, int begin, List<InboxRow> read) {
        List<Future<InboxRow>> apart = new ArrayList<>();
        int next = begin;
        while (next < rows.size() && apart.size() < AT_A_TIME) {
            Row row = rows.get(next);
            ChatId chat = new ChatId(row.getUuid("chat_id"));
            MemberMarks own = marks(user, row);
            int place = next++;
            if (!row.isNull("head") && row.getLong("head") == APART) {
                read.add(new InboxRow(chat, null, own));
                apart.add(head(chat)
                        .map(head -> new InboxRow(chat, head.orElse(null), own))
                        .onSuccess(found -> read.set(place, found)));
            } else {
                read.add(new InboxRow(chat, head(chat, row), own));
            }
        }
        int following = next;
        return Future.all(apart)
                .compose(done -> following < rows.size()
                        ? rows(user, rows, following, read)
                        : Future.succeededFuture(List.copyOf(read)));
    }

    /** What was never written is 0. */
    private static MemberMarks marks(UserId user, Row row) {
        return new MemberMarks(
                user,
                row.getLong("cleared"),
                row.getLong("read_seq"),
                row.getLong("read_messages"),
                row.getLong("delivered_seq"),
                row.getLong("unread_turns"));
    }

    private static @Nullable InboxHead head(ChatId chat, Row row) {
        return row.isNull("head") || row.isNull("active_at")
                ? null
                : new InboxHead(chat, row.getLong("head"), row.getLong("messages"), row.getInstant("active_at"));
    }

    private Future<Optional<InboxHead>> head(ChatId chat) {
        return cql.first(statements.bind(InboxQuery.RAISED, chat.value()))
                .map(row -> row.map(found -> head(chat, found)));
    }

    @Override
    public Future<Void> raise(List<HeadRaise> raises) {
        List<MemberRows.MemberRow> rows = new ArrayList<>();
        for (HeadRaise raise : raises) {
            for (UserId member : raise.members()) {
                rows.add(new MemberRows.MemberRow(member, row(raise, member)));
            }
        }
        return members.write(rows).compose(written -> raisedAll(raises, 0));
    }

    private BoundStatement row(HeadRaise raise, UserId member) {
        InboxHead head = raise.head();
        return raise.apart()
                ? statements.bind(
                        InboxQuery.SET_APART,
                        head.seq(),
                        APART,
                        member.value(),
                        head.chat().value())
                : statements.bind(
                        InboxQuery.RAISE,
                        head.seq(),
                        head.seq(),
                        head.messages(),
                        head.activeAt(),
                        member.value(),
                        head.chat().value());
    }

    private Future<Void> raisedAll(List<HeadRaise> raises, int begin) {
        if (begin == raises.size()) {
            return Future.succeededFuture();
        }
        int end = Math.min(begin + AT_A_TIME, raises.size());
        return Future.all(raises.subList(begin, end).stream()
                        .map(raise -> cql.run(raisedAll(raise.head())))
                        .toList())
                .compose(written -> raisedAll(raises, end));
    }

    private BoundStatement raisedAll(InboxHead head) {
        return statements.bind(
                InboxQuery.RAISED_ALL,
                head.seq(),
                head.seq(),
                head.messages(),
                head.activeAt(),
                head.chat().value());
    }

    @Override
    public Future<Optional<Long>> raised(ChatId chat) {
        return cql.first(statements.bind(InboxQuery.RAISED, chat.value()))
                .map(row -> row.map(found -> found.getLong("head")));
    }
}
