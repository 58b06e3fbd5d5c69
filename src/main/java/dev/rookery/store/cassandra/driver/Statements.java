package dev.rookery.store.cassandra.driver;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.EnumMap;
import java.util.Map;

/** The prepared statements of one store. Immutable. */
public final class Statements<Q extends Enum<Q> & Query> {
    private final EnumMap<Q, PreparedStatement> prepared;

    Statements(Map<Q, PreparedStatement> prepared) {
        this.prepared = new EnumMap<>(prepared);
    }

    /** Values in the order of the placeholders; never null, since Cassandra would keep a tombstone for it. */
    public BoundStatement bind(Q query, Object... values) {
        PreparedStatement statement = prepared.get(query);
        if (statement == null) {
            throw new IllegalStateException(query + " was not prepared");
        }
        return statement.bind(values);
    }
}
