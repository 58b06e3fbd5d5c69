package dev.rookery.store.cassandra.driver;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.rookery.store.MessageLog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes to different partitions that go out as one request, because the same replicas keep all of them: with others, one
 * of them would have to pass on what is not its own. Below the sizes at which Cassandra warns of batches.
 */
public record SharedRequest(List<Part> parts) {
    /** A little below {@code batch_size_warn_threshold}: 5 KiB. */
    static final int MAX_BYTES = 4_500;

    public SharedRequest {
        parts = List.copyOf(parts);
    }

    /**
     * Rows of one partition.
     *
     * @param bytes as Cassandra counts them, about
     */
    public record Part(List<BoundStatement> rows, int bytes, Promise<Void> outcome) {}

    /**
     * In the order of the parts. A part that is too large for company goes alone.
     *
     * @param replicas who keeps a part: equal for parts that may go together
     */
    public static List<SharedRequest> divide(List<Part> parts, Function<Part, Object> replicas) {
        List<SharedRequest> requests = new ArrayList<>();
        Map<Object, Filling> open = new HashMap<>();
        for (Part part : parts) {
            Object key = replicas.apply(part);
            Filling filling = open.computeIfAbsent(key, unseen -> new Filling());
            if (!filling.takes(part)) {
                requests.add(new SharedRequest(filling.parts));
                filling = new Filling();
                open.put(key, filling);
            }
            filling.add(part);
        }
        open.values().forEach(filling -> requests.add(new SharedRequest(filling.parts)));
        return requests;
    }

    public List<BoundStatement> rows() {
        return parts.stream().flatMap(part -> part.rows().stream()).toList();
    }

    /** One statement, or an unlogged batch. Rows of one partition are one mutation: stored all or none, and cheaper. */
    public static Statement<?> statement(List<BoundStatement> rows) {
        return rows.size() == 1
                ? rows.get(0)
                : BatchStatement.builder(DefaultBatchType.UNLOGGED)
                        .addStatements(List.copyOf(rows))
                        .setIdempotence(Access.WRITE.idempotent())
                        .setConsistencyLevel(Access.WRITE.consistency())
                        .build();
    }

    public void complete(Future<Void> outcome) {
        parts.forEach(part -> outcome.onComplete(part.outcome()));
    }

    private static final class Filling {
        private final List<Part> parts = new ArrayList<>();
        private int bytes;

        boolean takes(Part part) {
            return parts.isEmpty() || (parts.size() < MessageLog.MAX_TOGETHER && bytes + part.bytes() <= MAX_BYTES);
        }

        void add(Part part) {
            parts.add(part);
            bytes += part.bytes();
        }
    }
}
