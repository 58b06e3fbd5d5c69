package dev.rookery.store.cassandra.chats;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.store.CursorStore;
import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Table {@code device_cursors}, one partition per device. */
public final class CassandraCursorStore implements CursorStore {
    private final Cql cql;
    private final Statements<CursorQuery> statements;

    public CassandraCursorStore(Cql cql, Statements<CursorQuery> statements) {
        this.cql = cql;
        this.statements = statements;
    }

    @Override
    public Future<Void> move(UserId user, DeviceId device, Map<ChatId, Long> cursors) {
        if (cursors.isEmpty()) {
            return Future.succeededFuture();
        }
        if (cursors.size() > MAX_CHATS) {
            return tooMany();
        }
        BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED)
                .setIdempotence(Access.WRITE.idempotent())
                .setConsistencyLevel(Access.WRITE.consistency());
        cursors.forEach((chat, seq) -> batch.addStatement(
                statements.bind(CursorQuery.MOVE, user.value(), device.value(), chat.value(), seq, seq)));
        return cql.run(batch.build());
    }

    @Override
    public Future<Map<ChatId, Long>> find(UserId user, DeviceId device, Collection<ChatId> chats) {
        if (chats.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        if (chats.size() > MAX_CHATS) {
            return tooMany();
        }
        return cql.all(statements.bind(
                        CursorQuery.FIND,
                        user.value(),
                        device.value(),
                        chats.stream().map(ChatId::value).toList()))
                .map(CassandraCursorStore::cursors);
    }

    /** As many as a user may be in chats. */
    @Override
    public Future<Map<ChatId, Long>> all(UserId user, DeviceId device) {
        return cql.all(statements.bind(CursorQuery.ALL, user.value(), device.value()))
                .map(CassandraCursorStore::cursors);
    }

    private static Map<ChatId, Long> cursors(List<Row> rows) {
        return rows.stream()
                .collect(Collectors.toMap(row -> new ChatId(row.getUuid("chat_id")), row -> row.getLong("seq")));
    }

    private static <T> Future<T> tooMany() {
        return Future.failedFuture(new IllegalArgumentException("at most " + MAX_CHATS + " chats at a time"));
    }
}
