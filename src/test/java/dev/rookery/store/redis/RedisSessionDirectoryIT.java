package dev.rookery.store.redis;

import static dev.rookery.store.redis.RedisAnswers.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.config.RookeryConfig.RedisConfig;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import dev.rookery.store.SessionDirectory.Lookup;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisSessionDirectoryIT {
    private final Vertx vertx = Vertx.vertx();
    private final RedisConfig config = RedisAnswers.config();
    private final RedisStores stores = RedisStores.open(vertx, config);
    private final SessionDirectory directory = stores.directory();
    private final NodeId gatewayA = new NodeId(UUID.randomUUID());
    private final NodeId gatewayB = new NodeId(UUID.randomUUID());
    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId ben = new UserId(UUID.randomUUID());

    @BeforeEach
    void connect() {
        RedisAnswers.awaitUp(stores);
    }

    @AfterEach
    void close() {
        await(stores.close());
        await(vertx.close());
    }

    @Test
    void lookupNamesTheGatewaysOfAllUsersAndThoseThatAreReady() {
        await(directory.add(gatewayA, List.of(ada, ben)));
        await(directory.add(gatewayB, List.of(ben)));
        await(directory.markReady(gatewayB));

        assertThat(await(directory.lookup(List.of(ada)))).isEqualTo(new Lookup(Set.of(gatewayA), Set.of(gatewayB)));
        assertThat(await(directory.lookup(List.of(ada, ben))))
                .isEqualTo(new Lookup(Set.of(gatewayA, gatewayB), Set.of(gatewayB)));
    }

    @Test
    void lookupOfNobodyStillSaysWhoIsReady() {
        await(directory.markReady(gatewayA));

        assertThat(await(directory.lookup(List.of()))).isEqualTo(new Lookup(Set.of(), Set.of(gatewayA)));
    }

    @Test
    void severalGroupsAreLookedUpEachForItself() {
        await(directory.add(gatewayA, List.of(ada)));
        await(directory.add(gatewayB, List.of(ben)));
        await(directory.markReady(gatewayA));

        assertThat(await(directory.lookupEach(List.of(List.of(ben), List.of(), List.of(ada, ben), List.of(ada)))))
                .containsExactly(
                        new Lookup(Set.of(gatewayB), Set.of(gatewayA)),
                        new Lookup(Set.of(), Set.of(gatewayA)),
                        new Lookup(Set.of(gatewayA, gatewayB), Set.of(gatewayA)),
                        new Lookup(Set.of(gatewayA), Set.of(gatewayA)));
    }

    @Test
    void removedUserIsNotFoundOnThatGateway() {
        await(directory.add(gatewayA, List.of(ada)));
        await(directory.add(gatewayB, List.of(ada)));

        await(directory.remove(gatewayA, List.of(ada)));

        assertThat(await(directory.lookup(List.of(ada))).gateways()).containsExactly(gatewayB);
    }

    @Test
    void repeatedAddChangesNothing() {
        await(directory.add(gatewayA, List.of(ada)));
        await(directory.add(gatewayA, List.of(ada)));
        await(directory.remove(gatewayA, List.of(ada)));

        assertThat(await(directory.lookup(List.of(ada))).gateways()).isEmpty();
    }

    @Test
    void forgottenGatewayIsNotReady() {
        await(directory.markReady(gatewayA));
        await(directory.markReady(gatewayB));
        assertThat(await(directory.isReady(gatewayA))).isTrue();

        await(directory.forget(gatewayA));

        assertThat(await(directory.isReady(gatewayA))).isFalse();
        assertThat(await(directory.isReady(gatewayB))).isTrue();
    }

    @Test
    void thousandsOfUsersAreAddedLookedUpAndRemoved() {
        List<UserId> users = Stream.generate(() -> new UserId(UUID.randomUUID()))
                .limit(2_600)
                .toList();
        await(directory.add(gatewayA, users.subList(0, 2_599)));
        await(directory.add(gatewayB, users.subList(2_599, 2_600)));

        assertThat(await(directory.lookup(users)).gateways()).containsExactlyInAnyOrder(gatewayA, gatewayB);
        await(directory.remove(gatewayA, users));
        assertThat(await(directory.lookup(users)).gateways()).containsExactly(gatewayB);
    }

    @Test
    void everyKeyExpiresADayAfterItWasLastAddedTo() {
        await(directory.add(gatewayA, List.of(ada)));
        await(directory.markReady(gatewayA));
        Redis redis = Redis.createClient(vertx, "redis://" + config.address());
        String sessions = config.keyPrefix() + "sessions:" + ada;
        await(redis.send(Request.cmd(Command.EXPIRE).arg(sessions).arg(10)));

        await(directory.add(gatewayB, List.of(ada)));

        long day = RedisSessionDirectory.LIFETIME.toSeconds();
        assertThat(await(redis.send(Request.cmd(Command.TTL).arg(sessions))).toLong())
                .isBetween(day - 60, day);
        assertThat(await(redis.send(Request.cmd(Command.TTL).arg(config.keyPrefix() + "gateways")))
                        .toLong())
                .isBetween(day - 60, day);
    }

    @Test
    void answersComeBackOnTheContextOfTheCaller() {
        assertThat(await(RedisAnswers.onNewContext(vertx, () -> directory.lookup(List.of(ada)))))
                .isTrue();
        assertThat(await(RedisAnswers.onNewContext(
                        vertx, () -> directory.add(gatewayA, List.of(ada)).compose(v -> directory.isReady(gatewayA)))))
                .isTrue();
    }
}
