package dev.rookery.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.testkit.Patience;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerTimeoutTest {
    private static final Duration LIMIT = Duration.ofMillis(100);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedFor() {
        Future<String> answer = onLoop(Duration.ofHours(1), Duration.ZERO);

        assertThatThrownBy(() -> answer.await(Patience.SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void anAnswerThatComesAfterThisProcessWasHeldUpIsTaken() throws Exception {
        Future<String> answer = onLoop(Duration.ofMillis(250), Duration.ofMillis(200));

        assertThat(answer.await(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo("answer");
    }

    /** What becomes of an answer that comes after so long, while the loop is held up at first. */
    private Future<String> onLoop(Duration answered, Duration heldUp) {
        return Future.future(result -> loop.runOnContext(turn -> {
            AnswerTimeout.within(LIMIT, vertx.timer(answered.toMillis()).map("answer"))
                    .onComplete(result);
            holdUp(heldUp);
        }));
    }

    private static void holdUp(Duration time) {
        try {
            boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
