package dev.rookery.store.cassandra.inbox;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import dev.rookery.store.InboxHead;
import dev.rookery.store.InboxRow;
import dev.rookery.store.InboxStore;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Columns {@code head} and {@code active_at} of table {@code chats_by_user}, and table {@code chat_heads}. */
public final class CassandraInboxStore implements InboxStore {
    private static final int AT_A_TIME = 16;

    private final Cql cql;
    private final Statements<InboxQuery> statements;

    public CassandraInboxStore(Cql cql, Statements<InboxQuery> statements) {
        this.cql = cql;
        this.statements = statements;
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
                .map(rows -> rows.stream().map(CassandraInboxStore::row).toList());
    }

    private static InboxRow row(Row row) {
        ChatId chat = new ChatId(row.getUuid("chat_id"));
        InboxHead head =
                row.isNull("head") ? null : new InboxHead(chat, row.getLong("head"), row.getInstant("active_at"));
        return new InboxRow(chat, head);
    }

    @Override
    public Future<Void> raise(InboxHead head, Collection<UserId> members) {
        return raise(head, List.copyOf(members), 0)
                .compose(all -> cql.run(statements.bind(
                        InboxQuery.RAISED_ALL,
                        head.seq(),
                        head.seq(),
                        head.chat().value())));
    }

    /** Each in a partition of its own: there is nothing to gain from a batch. */
    private Future<Void> raise(InboxHead head, List<UserId> members, int begin) {
        if (begin == members.size()) {
            return Future.succeededFuture();
        }
        int end = Math.min(begin + AT_A_TIME, members.size());
        return Future.all(members.subList(begin, end).stream()
                        .map(member -> cql.run(raise(head, member)))
                        .toList())
                .compose(written -> raise(head, members, end));
    }

    private BoundStatement raise(InboxHead head, UserId member) {
        return head.activeAt() == null
                ? statements.bind(
                        InboxQuery.RAISE_EMPTY,
                        head.seq(),
                        head.seq(),
                        member.value(),
                        head.chat().value())
                : statements.bind(
                        InboxQuery.RAISE,
                        head.seq(),
                        head.seq(),
                        head.activeAt(),
                        member.value(),
                        head.chat().value());
    }

    @Override
    public Future<Optional<Long>> raised(ChatId chat) {
        return cql.first(statements.bind(InboxQuery.RAISED, chat.value()))
                .map(row -> row.map(found -> found.getLong("head")));
    }
}
