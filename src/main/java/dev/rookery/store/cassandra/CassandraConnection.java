package dev.rookery.store.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.Node;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.recovery.Losses;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.DriverSettings;
import dev.rookery.store.cassandra.driver.LightweightTransaction;
import dev.rookery.store.cassandra.driver.LossNotice;
import dev.rookery.store.cassandra.schema.Migration;
import dev.rookery.store.cassandra.schema.SchemaFoundation;
import dev.rookery.store.cassandra.schema.SchemaLock;
import dev.rookery.store.cassandra.schema.SchemaMigrator;
import io.vertx.cassandra.CassandraClient;
import io.vertx.cassandra.CassandraClientOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session with Cassandra, and the patience to wait for one that is still starting. */
public final class CassandraConnection {
    private static final Logger LOG = LoggerFactory.getLogger(CassandraConnection.class);
    private static final Duration SCHEMA_LEASE = Duration.ofSeconds(60);
    private static final Duration SCHEMA_PATIENCE = Duration.ofMinutes(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final CassandraConfig config;
    private final CassandraClient client;
    private final Cql cql;
    private final Losses losses = new Losses();

    CassandraConnection(Vertx vertx, CassandraConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.client = CassandraClient.create(
                vertx,
                new CassandraClientOptions(
                        DriverSettings.session(vertx, config).addNodeStateListener(new LossNotice(losses))));
        this.cql = new Cql(client, config.keyspace());
    }

    Cql cql() {
        return cql;
    }

    Losses losses() {
        return losses;
    }

    LightweightTransaction transactions() {
        return new LightweightTransaction(vertx, cql);
    }

    SchemaMigrator migrator() {
        LightweightTransaction transactions = transactions();
        return new SchemaMigrator(
                cql,
                new SchemaFoundation(vertx, cql, config),
                new SchemaLock(vertx, cql, transactions, SCHEMA_LEASE, SCHEMA_PATIENCE),
                transactions,
                Migration.all());
    }

    Future<Void> close() {
        return client.close();
    }

    /**
     * Connects and does the work; closes the session again if that fails. As long as Cassandra does not answer both are
     * tried again, until the patience is at its end.
     */
    static <T> Future<T> use(
            Vertx vertx, CassandraConfig config, Duration patience, Function<CassandraConnection, Future<T>> work) {
        CassandraConnection connection = new CassandraConnection(vertx, config);
        long deadline = System.nanoTime() + patience.toNanos();
        return connection.attempt(work, deadline, FIRST_PAUSE).recover(failure -> connection
                .close()
                .transform(closed -> Future.failedFuture(connection.explain(failure))));
    }

    private <T> Future<T> attempt(Function<CassandraConnection, Future<T>> work, long deadline, Duration pause) {
        return client.metadata()
                .compose(this::requireDatacenter)
                .compose(metadata -> work.apply(this))
                .recover(failure -> {
                    if (!mayPass(failure) || System.nanoTime() + pause.toNanos() > deadline) {
                        return Future.failedFuture(failure);
                    }
                    LOG.atInfo()
                            .addKeyValue("contactPoints", config.contactPoints())
                            .addKeyValue("cause", String.valueOf(failure.getMessage()))
                            .log("waiting for Cassandra");
                    Duration longer = pause.multipliedBy(2);
                    Duration next = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
                    return vertx.timer(pause.toMillis()).compose(elapsed -> attempt(work, deadline, next));
                });
    }

    private Future<Metadata> requireDatacenter(Metadata metadata) {
        Set<String> datacenters = metadata.getNodes().values().stream()
                .map(Node::getDatacenter)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        return datacenters.contains(config.datacenter())
                ? Future.succeededFuture(metadata)
                : Future.failedFuture(new CassandraStartException(
                        "Cassandra at " + config.contactPoints() + " has the datacenters " + datacenters + ", not '"
                                + config.datacenter() + "': correct rookery.cassandra.datacenter",
                        null));
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof AllNodesFailedException unreachable
                ? !refused(unreachable)
                : failure instanceof RookeryException known && known.code() == ErrorCode.STORE_UNAVAILABLE;
    }

    private static boolean refused(AllNodesFailedException failure) {
        return failure.getAllErrors().values().stream()
                .flatMap(errors -> errors.stream())
                .anyMatch(error -> error instanceof AuthenticationException);
    }

    private Throwable explain(Throwable failure) {
        if (failure instanceof AllNodesFailedException unreachable && refused(unreachable)) {
            return new CassandraStartException(
                    "Cassandra at " + config.contactPoints()
                            + " refuses the user: correct rookery.cassandra.username and password",
                    failure);
        }
        return mayPass(failure)
                ? new CassandraStartException(
                        "Cassandra at " + config.contactPoints()
                                + " does not answer: start it, or correct rookery.cassandra.contactPoints",
                        failure)
                : failure;
    }
}
