package dev.rookery.store.redis;

import static dev.rookery.store.redis.RedisAnswers.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.config.RookeryConfig.RedisConfig;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import dev.rookery.store.SessionDirectory.Lookup;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
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
    private final Redis plain = Redis.createClient(vertx, "redis://" + config.address());
    private final NodeId gatewayA = new NodeId(UUID.randomUUID());
    private final NodeId gatewayB = new NodeId(UUID.randomUUID());
    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId ben = new UserId(UUID.randomUUID());
    private final UserId cai = new UserId(UUID.randomUUID());

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
    void lookupNamesTheGatewaysOfAllUsersAndTheMarks() {
        await(directory.write(gatewayA, List.of(ada, ben), List.of(), 1));
        await(directory.write(gatewayB, List.of(ben), List.of(), 7));

        assertThat(lookUp(List.of(ada))).isEqualTo(new Lookup(Set.of(gatewayA), Map.of(gatewayA, 1L, gatewayB, 7L)));
        assertThat(await(directory.whereEach(List.of(ada, ben, cai))))
                .isEqualTo(Map.of(ada, Set.of(gatewayA), ben, Set.of(gatewayA, gatewayB)));
        assertThat(lookUp(List.of(ada, ben)).gateways()).containsExactlyInAnyOrder(gatewayA, gatewayB);
        assertThat(await(directory.lookupEach(List.of(List.of(ada)), List.of(gatewayB))))
                .containsExactly(new Lookup(Set.of(gatewayA), Map.of(gatewayB, 7L)));
    }

    @Test
    void lookupOfNobodyStillSaysTheMarks() {
        await(directory.write(gatewayA, List.of(), List.of(), 1));

        assertThat(lookUp(List.of())).isEqualTo(new Lookup(Set.of(), Map.of(gatewayA, 1L)));
    }

    @Test
    void severalGroupsAreLookedUpEachForItself() {
        await(directory.write(gatewayA, List.of(ada), List.of(), 1));
        await(directory.write(gatewayB, List.of(ben), List.of(), 1));

        assertThat(await(directory.lookupEach(
                        List.of(List.of(ben), List.of(), List.of(ada, ben), List.of(ada)), List.of())))
                .extracting(Lookup::gateways)
                .containsExactly(Set.of(gatewayB), Set.of(), Set.of(gatewayA, gatewayB), Set.of(gatewayA));
    }

    @Test
    void userWhoIsGoneIsNotFoundOnThatGateway() {
        await(directory.write(gatewayA, List.of(ada), List.of(), 1));
        await(directory.write(gatewayA, List.of(ada), List.of(), 2));
        await(directory.write(gatewayB, List.of(ada), List.of(), 1));

        await(directory.write(gatewayA, List.of(ben), List.of(ada), 3));

        assertThat(lookUp(List.of(ada)).gateways()).containsExactly(gatewayB);
        assertThat(lookUp(List.of(ben)).gateways()).containsExactly(gatewayA);
    }

    @Test
    void eachWriteSaysTheMarkThatItFound() {
        assertThat(await(directory.write(gatewayA, List.of(), List.of(), 1))).isEqualTo(SessionDirectory.NO_MARK);
        assertThat(await(directory.write(gatewayA, List.of(ada), List.of(), 2))).isEqualTo(1);
        await(directory.write(gatewayB, List.of(), List.of(), 9));

        await(directory.forget(gatewayA));

        assertThat(lookUp(List.of()).marks()).containsOnlyKeys(gatewayB);
        assertThat(await(directory.write(gatewayA, List.of(), List.of(), 3))).isEqualTo(SessionDirectory.NO_MARK);
    }

    @Test
    void entriesThatAreNotThereAreNamedAndMade() {
        await(directory.write(gatewayA, List.of(ada, ben), List.of(), 1));
        assertThat(await(directory.confirm(gatewayA, List.of(ada, ben)))).isEmpty();

        redis(Request.cmd(Command.DEL).arg(key(ada)));
        redis(Request.cmd(Command.SREM).arg(key(ben)).arg(bytes(gatewayA.value())));

        assertThat(await(directory.confirm(gatewayA, List.of(ada, ben)))).containsExactly(ada, ben);
        assertThat(lookUp(List.of(ada)).gateways()).containsExactly(gatewayA);
        assertThat(redis(Request.cmd(Command.TTL).arg(key(ada))).toLong()).isPositive();
        assertThat(await(directory.confirm(gatewayA, List.of(ada, ben)))).isEmpty();
    }

    @Test
    void keyOfAWrongTypeIsReplaced() {
        redis(Request.cmd(Command.SET).arg(key(ada)).arg("x"));
        await(directory.write(gatewayA, List.of(ada, ben), List.of(), 1));
        assertThat(lookUp(List.of(ada)).gateways()).containsExactly(gatewayA);

        redis(Request.cmd(Command.SET).arg(key(ada)).arg("x"));
        assertThat(await(directory.confirm(gatewayA, List.of(ada, ben)))).containsExactly(ada);
        assertThat(lookUp(List.of(ada)).gateways()).containsExactly(gatewayA);
    }

    @Test
    void lookupOfAKeyOfAWrongTypeFailsOnceAndMarksOfAWrongTypeAreNone() {
        redis(Request.cmd(Command.SET).arg(key(ada)).arg("x"));
        redis(Request.cmd(Command.RPUSH).arg(key("gateway:", gatewayA.value())).arg("x"));

        assertThatThrownBy(() -> lookUp(List.of(ada))).hasMessageContaining("Redis answered WRONGTYPE");
        assertThat(lookUp(List.of(ada))).isEqualTo(new Lookup(Set.of(), Map.of()));
    }

    @Test
    void whatNamesNoGatewayIsNoGateway() {
        await(directory.write(gatewayA, List.of(ada), List.of(), 1));
        redis(Request.cmd(Command.SADD).arg(key(ada)).arg("somebody"));

        assertThat(lookUp(List.of(ada)).gateways()).containsExactly(gatewayA);
    }

    @Test
    void thousandsOfUsersAreAddedLookedUpAndRemoved() {
        List<UserId> users = Stream.generate(() -> new UserId(UUID.randomUUID()))
                .limit(2_600)
                .toList();
        await(directory.write(gatewayA, users.subList(0, 2_599), List.of(), 1));
        await(directory.write(gatewayB, users.subList(2_599, 2_600), List.of(), 1));

        assertThat(lookUp(users).gateways()).containsExactlyInAnyOrder(gatewayA, gatewayB);
        await(directory.write(gatewayA, List.of(), users, 2));
        assertThat(lookUp(users).gateways()).containsExactly(gatewayB);
    }

    @Test
    void everyKeyExpires() {
        await(directory.write(gatewayA, List.of(ada), List.of(), 1));
        redis(Request.cmd(Command.EXPIRE).arg(key(ada)).arg(10));

        await(directory.write(gatewayB, List.of(ada), List.of(), 1));

        long day = RedisSessionDirectory.LIFETIME.toSeconds();
        assertThat(redis(Request.cmd(Command.TTL).arg(key(ada))).toLong()).isBetween(day - 60, day);
        long hour = RedisSessionDirectory.LIFETIME_OF_MARK.toSeconds();
        assertThat(redis(Request.cmd(Command.TTL).arg(key("gateway:", gatewayA.value())))
                        .toLong())
                .isBetween(hour - 60, hour);
    }

    @Test
    void answersComeBackOnTheContextOfTheCaller() {
        assertThat(await(RedisAnswers.onNewContext(
                        vertx, () -> directory.lookupEach(List.of(List.of(ada)), List.of(gatewayA)))))
                .isTrue();
        assertThat(await(RedisAnswers.onNewContext(vertx, () -> directory.write(gatewayA, List.of(ada), List.of(), 1))))
                .isTrue();
    }

    private Lookup lookUp(List<UserId> users) {
        return await(directory.lookupEach(List.of(users), List.of(gatewayA, gatewayB)))
                .get(0);
    }

    private Buffer key(UserId user) {
        return key("sessions:", user.value());
    }

    private Buffer key(String name, UUID id) {
        return Buffer.buffer(config.keyPrefix() + name).appendBuffer(bytes(id));
    }

    private static Buffer bytes(UUID id) {
        return Buffer.buffer().appendLong(id.getMostSignificantBits()).appendLong(id.getLeastSignificantBits());
    }

    @CanIgnoreReturnValue
    private Response redis(Request request) {
        return await(plain.send(request));
    }
}
