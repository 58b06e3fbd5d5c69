package dev.rookery.store.cassandra.driver;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.config.SomeSettings;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import dev.rookery.store.DeviceStore.Rotation;
import dev.rookery.store.cassandra.CassandraStores;
import dev.rookery.store.cassandra.HoldingProxy;
import dev.rookery.store.cassandra.OpenStores;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers that get lost between Cassandra and us: the transaction was applied, and we have to find that out. */
class LightweightTransactionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static OpenStores open;
    private static HoldingProxy proxy;
    private static CassandraStores behindProxy;

    private final UserId user = new UserId(UUID.randomUUID());
    private final UUID next = UUID.randomUUID();
    private final DeviceStore devices = behindProxy.devices();

    @BeforeAll
    static void openStores() {
        open = new OpenStores();
        proxy = new HoldingProxy(open.vertx(), open.config().contactPoints().get(0));
        behindProxy = await(CassandraStores.open(
                open.vertx(),
                SomeSettings.cassandra(Map.of(
                        "contactPoints",
                        proxy.address(),
                        "keyspace",
                        open.config().keyspace(),
                        "requestTimeout",
                        TIMEOUT,
                        "applySchema",
                        false))));
    }

    @AfterAll
    static void closeStores() {
        await(behindProxy.close());
        open.close();
    }

    @Test
    void answerThatComesTooLateIsReplacedByASerialRead() {
        Device device = added();

        proxy.hold();
        Future<Rotation> rotation = devices.rotate(user, device.id(), device.refreshId(), next);
        Awaitility.await().until(proxy::holdsAnswers);
        await(open.vertx().timer(TIMEOUT.plusMillis(300).toMillis()));
        proxy.release();

        assertThat(await(rotation)).isEqualTo(Rotation.ROTATED);
        assertThat(await(devices.find(user, device.id())).orElseThrow().refreshId())
                .isEqualTo(next);
    }

    @Test
    void answerThatIsLostWithItsConnectionIsReplacedByASerialRead() {
        Device device = added();

        proxy.hold();
        Future<Rotation> rotation = devices.rotate(user, device.id(), device.refreshId(), next);
        Awaitility.await().until(proxy::holdsAnswers);
        proxy.cut();

        assertThat(await(rotation)).isEqualTo(Rotation.ROTATED);
        assertThat(await(devices.find(user, device.id())).orElseThrow().refreshId())
                .isEqualTo(next);
    }

    private Device added() {
        Device device = new Device(
                user, new DeviceId(UUID.randomUUID()), "Phone", Instant.ofEpochMilli(0), UUID.randomUUID(), true);
        await(devices.add(device));
        return device;
    }
}
