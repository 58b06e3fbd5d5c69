package dev.rookery.store.redis;

import static dev.rookery.store.redis.RedisAnswers.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.config.Secret;
import dev.rookery.config.SomeSettings;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.store.AttemptLimiter.Limit;
import dev.rookery.store.SessionDirectory.Lookup;
import dev.rookery.testkit.Patience;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EmbeddedRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis of our own, since it is stopped, paused and locked here. */
class RedisOutageIT {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Limit TWO = new Limit("sign-in", 2, Duration.ofHours(1));

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final NodeId gateway = new NodeId(UUID.randomUUID());
    private final UserId ada = new UserId(UUID.randomUUID());
    private final List<RedisStores> opened = new ArrayList<>();
    private DataDirectory data;
    private EmbeddedRedis redis;

    @BeforeEach
    void startRedis() {
        data = DataDirectory.open(directory);
        redis = EmbeddedRedis.start(data);
    }

    @AfterEach
    void endRedis() {
        opened.forEach(stores -> await(stores.close()));
        redis.process().kill();
        data.close();
        await(vertx.close());
    }

    @Test
    void redisThatComesLaterIsConnectedTo() {
        redis.stop();
        RedisStores stores = open(new Secret(""));
        assertThatThrownBy(() -> await(stores.check())).isInstanceOf(RookeryException.class);
        assertThat(await(stores.limiter().take(TWO, "ada"))).isZero();

        startAgain();

        RedisAnswers.awaitUp(stores);
        await(stores.directory().write(gateway, List.of(ada), List.of(), 1));
    }

    @Test
    void directoryComesBackEmptyAfterRedisWasStoppedAndStarted() {
        RedisStores stores = open(new Secret(""));
        RedisAnswers.awaitUp(stores);
        await(stores.directory().write(gateway, List.of(ada), List.of(), 1));

        redis.stop();
        awaitDown(stores);
        assertFailsAtOnce(stores);
        startAgain();
        RedisAnswers.awaitUp(stores);

        assertThat(await(lookUp(stores))).containsExactly(new Lookup(Set.of(), Map.of()));
    }

    @Test
    void eachNodeLimitsAloneWhileRedisIsGone() {
        RedisStores one = open(new Secret(""));
        RedisStores other = open(new Secret(""));
        RedisAnswers.awaitUp(one);
        RedisAnswers.awaitUp(other);
        assertThat(await(one.limiter().take(TWO, "ada"))).isZero();

        redis.stop();
        awaitDown(one);
        awaitDown(other);

        for (RedisStores node : List.of(one, other)) {
            assertThat(await(node.limiter().take(TWO, "ada"))).isZero();
            assertThat(await(node.limiter().take(TWO, "ada"))).isZero();
            assertThat(await(node.limiter().take(TWO, "ada"))).isPositive();
            await(node.limiter().giveBack(TWO, "ada"));
            assertThat(await(node.limiter().take(TWO, "ada"))).isZero();
        }
    }

    @Test
    void redisThatHangsFailsInTimeAndIsGivenUpUntilItAnswersAgain() throws IOException, InterruptedException {
        RedisStores stores = open(new Secret(""), SHORT);
        RedisAnswers.awaitUp(stores);

        signal("STOP");
        try {
            long asked = System.nanoTime();
            assertThatThrownBy(() -> await(lookUp(stores))).isInstanceOf(RookeryException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(SHORT.dividedBy(2));
            assertThat(await(stores.limiter().take(TWO, "ada"))).isZero();
            Awaitility.await().atMost(Patience.LIMIT).untilAsserted(() -> assertFailsAtOnce(stores));
        } finally {
            signal("CONT");
        }

        RedisAnswers.awaitUp(stores);
    }

    @Test
    void manyCommandsInFlightAllEndWhenRedisIsKilled() {
        RedisStores stores = open(new Secret(""));
        RedisAnswers.awaitUp(stores);
        List<Future<List<Lookup>>> lookups = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            if (i == 1_000) {
                redis.process().kill();
            }
            lookups.add(lookUp(stores));
        }

        await(Future.join(lookups).transform(ended -> Future.succeededFuture()));

        assertThat(lookups.subList(1_000, 2_000)).anyMatch(Future::failed);
    }

    @Test
    void passwordIsNeededWhereRedisAsksForOne() {
        String password = "s3cret:/@ #";
        Redis plain = Redis.createClient(vertx, "redis://127.0.0.1:" + redis.port());
        RedisConnection admin = await(plain.connect());
        await(admin.send(
                Request.cmd(Command.CONFIG).arg("SET").arg("requirepass").arg(password)));

        RedisAnswers.awaitUp(open(new Secret(password)));
        RedisStores wrong = open(new Secret("guess"));

        Awaitility.await("Redis refused the wrong password")
                .atMost(Patience.LIMIT)
                .until(() ->
                        await(admin.send(Request.cmd(Command.ACL).arg("LOG"))).size() > 0);
        assertThatThrownBy(() -> await(wrong.check())).isInstanceOf(RookeryException.class);
    }

    @Test
    void redisThatTakesNoWritesIsNotHealthyAndSaysWhyAndIsStillRead() {
        RedisStores stores = open(new Secret(""));
        RedisAnswers.awaitUp(stores);
        await(stores.directory().write(gateway, List.of(ada), List.of(), 1));
        RedisConnection admin = await(
                Redis.createClient(vertx, "redis://127.0.0.1:" + redis.port()).connect());

        await(admin.send(Request.cmd(Command.REPLICAOF).arg("127.0.0.1").arg("1")));
        assertThatThrownBy(() -> await(stores.check())).hasMessageContaining("Redis answered READONLY");
        assertThatThrownBy(() -> await(stores.directory().write(gateway, List.of(), List.of(), 2)))
                .hasMessageContaining("Redis answered READONLY");
        assertThat(await(lookUp(stores))).containsExactly(new Lookup(Set.of(gateway), Map.of(gateway, 1L)));
        for (int i = 0; i < 2; i++) {
            assertThat(await(stores.limiter().take(TWO, "ada"))).isZero();
        }
        assertThat(await(stores.limiter().take(TWO, "ada"))).isPositive();

        await(admin.send(Request.cmd(Command.REPLICAOF).arg("NO").arg("ONE")));
        await(admin.send(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("1")));
        assertThatThrownBy(() -> await(stores.check())).hasMessageContaining("Redis answered OOM");

        await(admin.send(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("0")));
        await(stores.check());
    }

    private Future<List<Lookup>> lookUp(RedisStores stores) {
        return stores.directory().lookupEach(List.of(List.of(ada)), List.of(gateway));
    }

    private RedisStores open(Secret password) {
        return open(password, RedisAnswers.LONGEST);
    }

    private RedisStores open(Secret password, Duration requestTimeout) {
        RedisStores stores = RedisStores.open(
                vertx,
                SomeSettings.redis(Map.of(
                        "address",
                        "127.0.0.1:" + redis.port(),
                        "password",
                        password.value(),
                        "requestTimeout",
                        requestTimeout)));
        opened.add(stores);
        return stores;
    }

    /** On the same port, which a data directory gives once. */
    private void startAgain() {
        int port = redis.port();
        data.close();
        data = DataDirectory.open(directory);
        redis = EmbeddedRedis.start(data);
        assertThat(redis.port()).isEqualTo(port);
    }

    private static void awaitDown(RedisStores stores) {
        Awaitility.await().atMost(Patience.LIMIT).untilAsserted(() -> assertFailsAtOnce(stores));
    }

    /** Without waiting for the request timeout. */
    private static void assertFailsAtOnce(RedisStores stores) {
        Future<Void> check = stores.check();
        assertThat(check.isComplete() && check.failed()).isTrue();
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(redis.process().pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
    }
}
