package dev.rookery.store.cassandra.people;

import dev.rookery.domain.UserId;
import dev.rookery.store.LastSeenStore;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Table {@code last_seen}. */
public final class CassandraLastSeen implements LastSeenStore {
    private final Cql cql;
    private final Statements<LastSeenQuery> statements;

    public CassandraLastSeen(Cql cql, Statements<LastSeenQuery> statements) {
        this.cql = cql;
        this.statements = statements;
    }

    @Override
    public Future<Void> save(UserId user, Instant at) {
        long timestamp = TimeUnit.MILLISECONDS.toMicros(at.toEpochMilli());
        return cql.run(statements.bind(LastSeenQuery.SAVE, user.value(), at, timestamp));
    }

    @Override
    public Future<Optional<Instant>> find(UserId user) {
        return cql.first(statements.bind(LastSeenQuery.FIND, user.value()))
                .map(row -> row.map(found -> found.getInstant("at")));
    }
}
