package dev.rookery.store.redis;

import static dev.rookery.store.redis.RedisAnswers.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.config.RookeryConfig.RedisConfig;
import dev.rookery.store.AttemptLimiter;
import dev.rookery.store.AttemptLimiter.Limit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisAttemptLimiterIT {
    private static final Limit TEN = new Limit("sign-in", 10, Duration.ofHours(1));

    private final Vertx vertx = Vertx.vertx();
    private final RedisConfig config = RedisAnswers.config();
    private final RedisStores oneNode = RedisStores.open(vertx, config);
    private final RedisStores otherNode = RedisStores.open(vertx, config);

    @BeforeEach
    void connect() {
        RedisAnswers.awaitUp(oneNode);
        RedisAnswers.awaitUp(otherNode);
    }

    @AfterEach
    void close() {
        await(oneNode.close());
        await(otherNode.close());
        await(vertx.close());
    }

    @Test
    void attemptsAtTwoNodesAreCountedTogether() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waits.add(await(oneNode.limiter().take(TEN, "ada")));
            waits.add(await(otherNode.limiter().take(TEN, "ada")));
        }

        assertThat(waits.subList(0, 10)).containsOnly(Duration.ZERO);
        // An empty bucket of ten that fills up in an hour has its next token after six minutes.
        assertThat(waits.subList(10, 12))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6)));
    }

    @Test
    void exactlyTheCapacityIsGrantedWhenManyTryAtOnce() {
        List<Future<Duration>> attempts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            AttemptLimiter limiter = (i % 2 == 0 ? oneNode : otherNode).limiter();
            attempts.add(limiter.take(TEN, "ada"));
        }

        await(Future.all(attempts));

        assertThat(attempts.stream().filter(attempt -> attempt.result().isZero()))
                .hasSize(10);
    }

    @Test
    void tokenGivenBackAtOneNodeCanBeTakenAtTheOther() {
        for (int i = 0; i < 10; i++) {
            await(oneNode.limiter().take(TEN, "ada"));
        }

        await(oneNode.limiter().giveBack(TEN, "ada"));

        assertThat(await(otherNode.limiter().take(TEN, "ada"))).isZero();
        assertThat(await(otherNode.limiter().take(TEN, "ada"))).isPositive();
    }

    @Test
    void givingBackNeverExceedsTheCapacity() {
        await(oneNode.limiter().take(TEN, "ada"));
        await(oneNode.limiter().giveBack(TEN, "ada"));
        await(oneNode.limiter().giveBack(TEN, "ada"));

        for (int i = 0; i < 10; i++) {
            assertThat(await(oneNode.limiter().take(TEN, "ada"))).isZero();
        }
        assertThat(await(oneNode.limiter().take(TEN, "ada"))).isPositive();
    }

    @Test
    void otherKeysAndOtherLimitsHaveBucketsOfTheirOwn() {
        Limit one = new Limit("address", 1, Duration.ofHours(1));
        Limit two = new Limit("address", 2, Duration.ofHours(1));
        assertThat(await(oneNode.limiter().take(one, "ada"))).isZero();
        assertThat(await(oneNode.limiter().take(one, "ada"))).isPositive();

        assertThat(await(oneNode.limiter().take(one, "ben"))).isZero();
        assertThat(await(oneNode.limiter().take(two, "ada"))).isZero();
        assertThat(await(oneNode.limiter().take(TEN, "ada"))).isZero();
    }

    @Test
    void bucketRefills() {
        Limit quick = new Limit("quick", 1, Duration.ofMillis(300));
        Duration wait;
        do {
            // Granted too while this thread stood still for so long that the bucket is full again.
            wait = await(otherNode.limiter().take(quick, "ada"));
        } while (wait.isZero());

        assertThat(wait).isLessThanOrEqualTo(Duration.ofMillis(300));
        Future<Duration> later = vertx.timer(wait.toMillis() + 2)
                .compose(elapsed -> otherNode.limiter().take(quick, "ada"));
        assertThat(await(later)).isZero();
    }

    @Test
    void keyExpiresWhenTheBucketWouldBeFullAgain() {
        await(oneNode.limiter().take(TEN, "ada"));

        Redis redis = Redis.createClient(vertx, "redis://" + config.address());
        String key = config.keyPrefix() + "limit:sign-in:10/PT1H:ada";
        long seconds = await(redis.send(Request.cmd(Command.TTL).arg(key))).toLong();

        assertThat(seconds).isBetween(300L, 362L);
    }

    @Test
    void answersComeBackOnTheContextOfTheCaller() {
        assertThat(await(
                        RedisAnswers.onNewContext(vertx, () -> oneNode.limiter().take(TEN, "ada"))))
                .isTrue();
        assertThat(await(
                        RedisAnswers.onNewContext(vertx, () -> oneNode.limiter().giveBack(TEN, "ada"))))
                .isTrue();
    }
}
