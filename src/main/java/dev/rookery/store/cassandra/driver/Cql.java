package dev.rookery.store.cassandra.driver;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.cassandra.CassandraClient;
import io.vertx.cassandra.ResultSet;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements and turns the driver's failures into ours: STORE_UNAVAILABLE or OVERLOADED, and INTERNAL for what only
 * a mistake of ours explains. Results come back on the caller's Vert.x context. Safe to use from any thread.
 */
public final class Cql {
    private static final Logger LOG = LoggerFactory.getLogger(Cql.class);

    private final CassandraClient client;
    private final String keyspace;

    public Cql(CassandraClient client, String keyspace) {
        this.client = client;
        this.keyspace = keyspace;
    }

    public String keyspace() {
        return keyspace;
    }

    /** Puts the keyspace where a text of ours says {@code ${keyspace}}. */
    String inKeyspace(String text) {
        return text.replace("${keyspace}", keyspace);
    }

    /** For one use; what is used often is prepared. */
    public SimpleStatement statement(Access access, String text, Object... values) {
        return SimpleStatement.newInstance(inKeyspace(text), values)
                .setConsistencyLevel(access.consistency())
                .setIdempotent(access.idempotent());
    }

    public <Q extends Enum<Q> & Query> Future<Statements<Q>> prepare(Class<Q> queries) {
        List<Q> all = List.of(queries.getEnumConstants());
        return Future.all(all.stream()
                        .map(query -> client.prepare(statement(query.access(), query.cql())))
                        .toList())
                .recover(Cql::translate)
                .map(prepared -> {
                    EnumMap<Q, PreparedStatement> byQuery = new EnumMap<>(queries);
                    for (int i = 0; i < all.size(); i++) {
                        byQuery.put(all.get(i), prepared.resultAt(i));
                    }
                    return new Statements<>(byQuery);
                });
    }

    /** The first page of the answer; the page size of the statement bounds it. */
    public Future<ResultSet> execute(Statement<?> statement) {
        return client.execute(statement).recover(Cql::translate);
    }

    /** The whole answer: only for what is known to be small. */
    public Future<List<Row>> all(Statement<?> statement) {
        return client.executeWithFullFetch(statement).recover(Cql::translate);
    }

    public Future<Optional<Row>> first(Statement<?> statement) {
        return execute(statement).map(rows -> Optional.ofNullable(rows.one()));
    }

    public Future<Void> run(Statement<?> statement) {
        return execute(statement).mapEmpty();
    }

    /** Who keeps which rows, as far as the driver knows at this moment. */
    public Future<Replicas> replicas() {
        return client.metadata().map(metadata -> new Replicas(metadata, keyspace));
    }

    /** As {@link #execute}; empty where the node that was asked does not know the keyspace or the table, or not yet. */
    public Future<Optional<ResultSet>> executeIfKnown(Statement<?> statement) {
        return client.execute(statement)
                .map(Optional::of)
                .recover(failure -> failure instanceof InvalidQueryException
                        ? Future.succeededFuture(Optional.empty())
                        : Cql.<Optional<ResultSet>>translate(failure));
    }

    private static <T> Future<T> translate(Throwable failure) {
        if (failure instanceof QueryValidationException) {
            LOG.atError().setCause(failure).log("Cassandra refused a statement");
            return Future.failedFuture(new RookeryException(ErrorCode.INTERNAL, failure));
        }
        if (failure instanceof RequestThrottlingException) {
            return Future.failedFuture(new RookeryException(ErrorCode.OVERLOADED, failure));
        }
        if (failure instanceof DriverException) {
            LOG.atDebug().setCause(failure).log("Cassandra did not answer as it should");
            return Future.failedFuture(new RookeryException(ErrorCode.STORE_UNAVAILABLE, failure));
        }
        return Future.failedFuture(failure);
    }
}
