package dev.rookery.store.cassandra.people;

import dev.rookery.domain.UserId;
import dev.rookery.store.KnownAddresses;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import java.util.Optional;

/** Table {@code known_addresses}, whose rows expire by themselves. */
public final class CassandraKnownAddresses implements KnownAddresses {
    private final Cql cql;
    private final Statements<KnownAddressQuery> statements;

    public CassandraKnownAddresses(Cql cql, Statements<KnownAddressQuery> statements) {
        this.cql = cql;
        this.statements = statements;
    }

    @Override
    public Future<Boolean> isKnown(UserId user, String address) {
        return cql.first(statements.bind(KnownAddressQuery.FIND, user.value(), address))
                .map(Optional::isPresent);
    }

    @Override
    public Future<Void> remember(UserId user, String address) {
        return cql.run(statements.bind(KnownAddressQuery.REMEMBER, user.value(), address));
    }
}
