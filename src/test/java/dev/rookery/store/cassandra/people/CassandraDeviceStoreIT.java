package dev.rookery.store.cassandra.people;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.store.Device;
import dev.rookery.store.DeviceStore;
import dev.rookery.store.DeviceStore.Rotation;
import dev.rookery.store.cassandra.OpenStores;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraDeviceStoreIT {
    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final DeviceStore devices = open.stores().devices();

    private final UserId user = new UserId(UUID.randomUUID());

    @Test
    void addedDeviceIsFound() {
        Device device = added(1);

        assertThat(await(devices.find(user, device.id()))).contains(device);
        assertThat(await(devices.find(user, new DeviceId(UUID.randomUUID())))).isEmpty();
        assertThat(await(devices.find(new UserId(UUID.randomUUID()), device.id())))
                .isEmpty();
    }

    @Test
    void signedInDevicesComeOldestFirst() {
        Device third = added(3);
        Device first = added(1);
        Device second = added(2);

        assertThat(await(devices.signedIn(user))).containsExactly(first, second, third);
    }

    @Test
    void signedOutDeviceStaysSoAndIsStillFound() {
        Device device = added(1);
        Device other = added(2);

        await(devices.signOut(user, device.id()));
        await(devices.signOut(user, device.id()));

        assertThat(await(devices.signedIn(user))).containsExactly(other);
        assertThat(await(devices.find(user, device.id())).orElseThrow().signedIn())
                .isFalse();
        assertThat(await(devices.rotate(user, device.id(), device.refreshId(), UUID.randomUUID())))
                .isEqualTo(Rotation.SIGNED_OUT);
    }

    @Test
    void signOutOfAnUnknownDeviceMakesNone() {
        DeviceId unknown = new DeviceId(UUID.randomUUID());

        await(devices.signOut(user, unknown));

        assertThat(await(devices.find(user, unknown))).isEmpty();
        assertThat(await(devices.rotate(user, unknown, UUID.randomUUID(), UUID.randomUUID())))
                .isEqualTo(Rotation.SIGNED_OUT);
        assertThat(await(devices.find(user, unknown))).isEmpty();
    }

    @Test
    void refreshTokenIsSpentOnce() {
        Device device = added(1);
        UUID next = UUID.randomUUID();

        assertThat(await(devices.rotate(user, device.id(), device.refreshId(), next)))
                .isEqualTo(Rotation.ROTATED);

        assertThat(await(devices.rotate(user, device.id(), device.refreshId(), UUID.randomUUID())))
                .isEqualTo(Rotation.REUSED);
        assertThat(await(devices.find(user, device.id())).orElseThrow().refreshId())
                .isEqualTo(next);
        assertThat(await(devices.rotate(user, device.id(), next, UUID.randomUUID())))
                .isEqualTo(Rotation.ROTATED);
    }

    @Test
    void exactlyOneOfTwentyRacersOnTwoSessionsSpendsTheToken() {
        Device device = added(1);
        List<UUID> next = new ArrayList<>();
        List<Future<Rotation>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            DeviceStore store = i % 2 == 0 ? devices : open.second().devices();
            next.add(UUID.randomUUID());
            results.add(store.rotate(user, device.id(), device.refreshId(), next.get(i)));
        }

        await(Future.all(results));

        List<Rotation> rotations = results.stream().map(Future::result).toList();
        assertThat(rotations).containsOnlyOnce(Rotation.ROTATED);
        assertThat(rotations.stream().filter(Rotation.REUSED::equals)).hasSize(19);
        assertThat(await(devices.find(user, device.id())).orElseThrow().refreshId())
                .isEqualTo(next.get(rotations.indexOf(Rotation.ROTATED)));
    }

    private Device added(long second) {
        Device device = new Device(
                user,
                new DeviceId(UUID.randomUUID()),
                "Phone " + second,
                Instant.ofEpochSecond(1_755_000_000L + second),
                UUID.randomUUID(),
                true);
        await(devices.add(device));
        return device;
    }
}
