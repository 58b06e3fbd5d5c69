package dev.rookery.store.cassandra;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.config.SomeSettings;
import dev.rookery.domain.ChatId;
import dev.rookery.store.cassandra.driver.DriverSettings;
import dev.rookery.store.cassandra.schema.SchemaException;
import dev.rookery.testkit.Engines;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CassandraStoresIT {
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final CassandraConfig config = Engines.cassandraConfig(Engines.freshKeyspace());

    @AfterEach
    void closeVertx() {
        await(vertx.close());
    }

    @Test
    void cassandraThatIsNotThereIsNamedWhenPatienceEnds() {
        CassandraConfig nobody = changed(config, new HostPort("127.0.0.1", 1), "datacenter1", true);

        assertThatThrownBy(() -> await(CassandraStores.open(vertx, nobody, SHORT, step -> {})))
                .isInstanceOf(CassandraStartException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("does not answer");
    }

    @Test
    void wrongDatacenterIsNamedAtOnce() {
        CassandraConfig wrong = changed(config, config.contactPoints().get(0), "elsewhere", true);

        assertThatThrownBy(() -> await(CassandraStores.open(vertx, wrong)))
                .isInstanceOf(CassandraStartException.class)
                .hasMessageContaining("[datacenter1]")
                .hasMessageContaining("elsewhere");
    }

    @Test
    void schemaThatMayNotBeAppliedButIsMissingSaysWhatToRun() {
        CassandraConfig checkOnly = changed(config, config.contactPoints().get(0), "datacenter1", false);

        assertThatThrownBy(() -> await(CassandraStores.open(vertx, checkOnly)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("rookery schema apply")
                .hasMessageContaining("V001__accounts.cql");

        assertThat(await(CassandraSchema.status(vertx, config)).applied()).isEmpty();
        assertThat(await(CassandraSchema.apply(vertx, config)).complete()).isTrue();
        CassandraStores stores = await(CassandraStores.open(vertx, checkOnly));
        await(stores.check());
        await(stores.close());
    }

    @Test
    void otherCommitWindowInTheSchemaIsRefused() {
        assertThat(await(CassandraSchema.apply(vertx, config)).complete()).isTrue();
        try (CqlSession session =
                DriverSettings.configured(CqlSession.builder(), config).build()) {
            session.execute(
                    "UPDATE " + config.keyspace() + ".settings SET value = 64 WHERE name = 'commit_window' IF EXISTS");
        }

        assertThatThrownBy(() -> await(CassandraStores.open(vertx, config)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("64");
    }

    @Test
    void checkSucceedsWhileOpenAndFailsAfterwards() {
        CassandraStores stores = await(CassandraStores.open(vertx, config));

        await(stores.check());
        await(stores.close());

        Future<Void> late = stores.check();
        assertThatThrownBy(() -> await(late)).isNotNull();
    }

    @Test
    void answersComeBackOnTheContextOfTheCaller() {
        CassandraStores stores = await(CassandraStores.open(vertx, config));
        Promise<Boolean> same = Promise.promise();
        Deployable caller = context -> stores.log()
                .tail(new ChatId(UUID.randomUUID()), 16, 1_000_000)
                .onComplete(answer -> same.complete(answer.succeeded() && Vertx.currentContext() == context));

        Future<Boolean> answered = vertx.deployVerticle(caller).compose(deployed -> same.future());

        assertThat(await(answered)).isTrue();
        await(stores.close());
    }

    private static CassandraConfig changed(
            CassandraConfig config, HostPort contactPoint, String datacenter, boolean applySchema) {
        return SomeSettings.cassandra(Map.of(
                "contactPoints", contactPoint,
                "datacenter", datacenter,
                "keyspace", config.keyspace(),
                "requestTimeout", config.requestTimeout(),
                "applySchema", applySchema));
    }
}
