package dev.rookery.store.cassandra.schema;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.store.cassandra.CassandraConnection;
import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.DriverSettings;
import dev.rookery.store.cassandra.driver.LightweightTransaction;
import dev.rookery.testkit.Engines;
import io.vertx.cassandra.CassandraClient;
import io.vertx.cassandra.CassandraClientOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SchemaMigratorIT {
    private static final Migration FIRST =
            Migration.parse("V001__one.cql", "CREATE TABLE IF NOT EXISTS ${keyspace}.one (id int PRIMARY KEY, a int);");
    private static final Migration SECOND = Migration.parse(
            "V002__two.cql",
            "INSERT INTO ${keyspace}.one (id, a) VALUES (7, 8) IF NOT EXISTS;\n"
                    + "INSERT INTO ${keyspace}.one (id, a) VALUES (8, 9) IF NOT EXISTS;");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static Vertx vertx;
    private static CassandraClient oneNode;
    private static CassandraClient otherNode;

    private final CassandraConfig config = Engines.cassandraConfig(Engines.freshKeyspace());
    private final Cql cql = new Cql(oneNode, config.keyspace());

    @BeforeAll
    static void connect() {
        vertx = Vertx.vertx();
        oneNode = client();
        otherNode = client();
    }

    @AfterAll
    static void close() {
        await(vertx.close());
    }

    @Test
    void emptyClusterGetsKeyspaceTablesAndRecordsAndTheLockIsFreeAgain() {
        SchemaStatus before = await(migrator(FIRST, SECOND).status());
        SchemaStatus after = await(apply(migrator(FIRST, SECOND)));

        assertThat(before.pending()).containsExactly("V001__one.cql", "V002__two.cql");
        assertThat(before.applied()).isEmpty();
        assertThat(after.complete()).isTrue();
        assertThat(after.applied())
                .extracting(SchemaStatus.Applied::file)
                .containsExactly("V001__one.cql", "V002__two.cql");
        assertThat(after.applied())
                .extracting(SchemaStatus.Applied::checksum)
                .containsExactly(FIRST.checksum(), SECOND.checksum());
        assertThat(row("SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = '${keyspace}'")
                        .getMap("replication", String.class, String.class))
                .containsEntry("class", "org.apache.cassandra.locator.NetworkTopologyStrategy")
                .containsEntry("datacenter1", "1");
        assertThat(row("SELECT a FROM ${keyspace}.one WHERE id = 8").getInt("a"))
                .isEqualTo(9);
        assertThat(row("SELECT lock_holder FROM ${keyspace}.schema_version LIMIT 1")
                        .isNull("lock_holder"))
                .isTrue();
    }

    @Test
    void secondRunAppliesOnlyWhatIsNew() {
        SchemaStatus first = await(apply(migrator(FIRST)));
        SchemaStatus both = await(apply(migrator(FIRST, SECOND)));

        assertThat(both.applied()).hasSize(2);
        assertThat(both.applied().get(0)).isEqualTo(first.applied().get(0));
    }

    @Test
    void twoMigratorsAtOnceApplyEachFileOnce() {
        Future<SchemaStatus> one = apply(migrator(FIRST, SECOND));
        Future<SchemaStatus> other = apply(migrator(new Cql(otherNode, config.keyspace()), LEASE, FIRST, SECOND));

        await(Future.all(one, other));

        // Had both recorded a file, its time would have changed.
        assertThat(one.result().applied()).hasSize(2).isEqualTo(other.result().applied());
        assertThat(await(migrator(FIRST, SECOND).status()).applied())
                .isEqualTo(one.result().applied());
    }

    @Test
    void migratorThatCrashedWithTheLockBlocksTheNextOnlyForItsLease() {
        await(apply(migrator(FIRST)));
        lock(UUID.randomUUID(), Duration.ofSeconds(3));

        assertThat(await(apply(migrator(FIRST, SECOND))).complete()).isTrue();
    }

    @Test
    void migratorThatHoldsOnIsNamedWhenPatienceEnds() {
        await(apply(migrator(FIRST)));
        UUID holder = UUID.randomUUID();
        lock(holder, Duration.ofHours(1));

        assertThatThrownBy(() -> await(apply(migrator(cql, Duration.ofSeconds(1), FIRST, SECOND))))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining(holder.toString());
    }

    @Test
    void changedFileThatWasAppliedIsAnErrorAndOneOfANewerVersionIsNot() {
        await(apply(migrator(FIRST, SECOND)));
        Migration changed = Migration.parse(
                "V001__one.cql", "CREATE TABLE IF NOT EXISTS ${keyspace}.one (id int PRIMARY KEY, a text);");

        assertThatThrownBy(() -> await(apply(migrator(changed, SECOND))))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("V001__one.cql")
                .hasMessageContaining("An applied file never changes");

        SchemaStatus older = await(apply(migrator(FIRST)));
        assertThat(older.complete()).isTrue();
        assertThat(older.applied()).hasSize(2);
    }

    @Test
    void tableThatANodeOfCassandraDoesNotKnowYetIsWaitedFor() {
        await(apply(migrator(FIRST)));
        SchemaFoundation foundation = new SchemaFoundation(vertx, cql, config);
        Future<Void> filled = foundation.change("INSERT INTO ${keyspace}.late (id) VALUES (5) IF NOT EXISTS");
        await(cql.executeIfKnown(cql.statement(Access.READ, "SELECT id FROM ${keyspace}.late")));
        assertThat(filled.isComplete()).isFalse();

        await(foundation.change("CREATE TABLE IF NOT EXISTS ${keyspace}.late (id int PRIMARY KEY)"));
        await(filled);

        assertThat(row("SELECT id FROM ${keyspace}.late WHERE id = 5").getInt("id"))
                .isEqualTo(5);
    }

    /** As {@link CassandraConnection#use} does it: when the store is too busy to answer, once more. */
    private static Future<SchemaStatus> apply(SchemaMigrator migrator) {
        return migrator.apply()
                .recover(failure ->
                        failure instanceof RookeryException known && known.code() == ErrorCode.STORE_UNAVAILABLE
                                ? migrator.apply()
                                : Future.failedFuture(failure));
    }

    private void lock(UUID holder, Duration lease) {
        Row row = row(
                "UPDATE ${keyspace}.schema_version USING TTL ? SET lock_holder = ?"
                        + " WHERE product = 'rookery' IF lock_holder = null",
                (int) lease.toSeconds(),
                holder);
        assertThat(row.getBoolean("[applied]")).isTrue();
    }

    private Row row(String statement, Object... values) {
        return await(cql.first(cql.statement(Access.CONDITIONAL, statement, values)))
                .orElseThrow();
    }

    private SchemaMigrator migrator(Migration... migrations) {
        return migrator(cql, LEASE, migrations);
    }

    private SchemaMigrator migrator(Cql session, Duration patience, Migration... migrations) {
        LightweightTransaction transactions = new LightweightTransaction(vertx, session);
        return new SchemaMigrator(
                session,
                new SchemaFoundation(vertx, session, config),
                new SchemaLock(vertx, session, transactions, LEASE, patience),
                transactions,
                List.of(migrations));
    }

    private static CassandraClient client() {
        return CassandraClient.create(
                vertx,
                new CassandraClientOptions(
                        DriverSettings.session(vertx, Engines.cassandraConfig(Engines.freshKeyspace()))));
    }
}
