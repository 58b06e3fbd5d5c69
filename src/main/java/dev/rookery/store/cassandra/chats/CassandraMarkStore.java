package dev.rookery.store.cassandra.chats;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.UserId;
import dev.rookery.store.MarkStore;
import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Table {@code chat_marks}, and what {@code chats_by_user} has of it: a request for the chat, and one for each member. */
public final class CassandraMarkStore implements MarkStore {
    private static final int AT_A_TIME = 16;

    private final Cql cql;
    private final Statements<MarkQuery> statements;

    public CassandraMarkStore(Cql cql, Statements<MarkQuery> statements) {
        this.cql = cql;
        this.statements = statements;
    }

    /** The table and its numbers, once for the chat and once for the inbox. */
    private record Queries(MarkQuery clear, MarkQuery read, MarkQuery deliver, MarkQuery turn) {
        static final Queries CHAT = new Queries(MarkQuery.CLEAR, MarkQuery.READ, MarkQuery.DELIVER, MarkQuery.TURN);
        static final Queries INBOX =
                new Queries(MarkQuery.INBOX_CLEAR, MarkQuery.INBOX_READ, MarkQuery.INBOX_DELIVER, MarkQuery.INBOX_TURN);
    }

    @Override
    public Future<Void> raise(ChatId chat, List<MemberMarks> marks) {
        List<MemberMarks> some =
                marks.stream().filter(mark -> !MemberMarks.isEmpty(mark)).toList();
        if (some.isEmpty()) {
            return Future.succeededFuture();
        }
        List<BoundStatement> rows =
                some.stream().flatMap(mark -> rows(Queries.CHAT, chat, mark)).toList();
        return cql.run(together(rows)).compose(stored -> inboxes(chat, some, 0));
    }

    /** Each in a partition of its own. */
    private Future<Void> inboxes(ChatId chat, List<MemberMarks> marks, int begin) {
        if (begin >= marks.size()) {
            return Future.succeededFuture();
        }
        int end = Math.min(begin + AT_A_TIME, marks.size());
        return Future.all(marks.subList(begin, end).stream()
                        .map(mark ->
                                cql.run(together(rows(Queries.INBOX, chat, mark).toList())))
                        .toList())
                .compose(written -> inboxes(chat, marks, end));
    }

    private Stream<BoundStatement> rows(Queries to, ChatId chat, MemberMarks mark) {
        List<BoundStatement> rows = new ArrayList<>();
        if (mark.cleared() > 0) {
            rows.add(row(to.clear(), chat, mark, mark.cleared()));
        }
        if (mark.read() > 0) {
            rows.add(statements.bind(
                    to.read(),
                    mark.read(),
                    mark.read(),
                    mark.readMessages(),
                    chat.value(),
                    mark.member().value()));
        }
        if (mark.delivered() > 0) {
            rows.add(row(to.deliver(), chat, mark, mark.delivered()));
        }
        if (mark.unreadTurns() > 0) {
            rows.add(row(to.turn(), chat, mark, mark.unreadTurns()));
        }
        return rows.stream();
    }

    private BoundStatement row(MarkQuery query, ChatId chat, MemberMarks mark, long number) {
        return statements.bind(
                query, number, number, chat.value(), mark.member().value());
    }

    /** Rows of one partition: one mutation. */
    private static Statement<?> together(List<BoundStatement> rows) {
        return rows.size() == 1
                ? rows.get(0)
                : BatchStatement.builder(DefaultBatchType.UNLOGGED)
                        .addStatements(List.copyOf(rows))
                        .setIdempotence(Access.WRITE.idempotent())
                        .setConsistencyLevel(Access.WRITE.consistency())
                        .build();
    }

    @Override
    public Future<List<MemberMarks>> of(ChatId chat) {
        return cql.all(statements.bind(MarkQuery.MARKS, chat.value()))
                .map(rows -> rows.stream().map(CassandraMarkStore::marks).collect(Collectors.toUnmodifiableList()));
    }

    /** What was never written is 0. */
    private static MemberMarks marks(Row row) {
        return new MemberMarks(
                new UserId(row.getUuid("member")),
                row.getLong("cleared"),
                row.getLong("read"),
                row.getLong("read_messages"),
                row.getLong("delivered"),
                row.getLong("unread_turns"));
    }
}
