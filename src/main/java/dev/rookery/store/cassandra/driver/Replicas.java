package dev.rookery.store.cassandra.driver;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/** Which nodes of Cassandra keep the partitions of a keyspace, at one moment. */
public final class Replicas {
    private final Optional<TokenMap> tokens;
    private final String keyspace;

    Replicas(Metadata metadata, String keyspace) {
        this.tokens = metadata.getTokenMap();
        this.keyspace = keyspace;
    }

    /** Of the partition of a row; empty if not known. */
    public Set<Node> of(BoundStatement row) {
        ByteBuffer key = row.getRoutingKey();
        return key == null
                ? Set.of()
                : tokens.map(known -> known.getReplicas(keyspace, key)).orElse(Set.of());
    }
}
