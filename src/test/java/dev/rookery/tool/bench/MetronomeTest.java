package dev.rookery.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.testkit.Patience;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetronomeTest {
    private static final long APART = Duration.ofMillis(2).toNanos();
    private static final int MESSAGES = 25;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void sendsEachMessageOnceWhenItIsDueAndSaysWhenAllIsOver() throws Exception {
        long begin = System.nanoTime();
        List<Long> due = new ArrayList<>();
        List<Long> early = new ArrayList<>();
        List<Context> elsewhere = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        Metronome.start(
                loop,
                number -> begin + number * APART,
                begin + MESSAGES * APART,
                at -> {
                    due.add(at - begin);
                    if (at - System.nanoTime() > 0) {
                        early.add(at - begin);
                    }
                    if (!loop.equals(Vertx.currentContext())) {
                        elsewhere.add(Vertx.currentContext());
                    }
                },
                over::countDown);

        assertThat(over.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(due)
                .containsExactlyElementsOf(LongStream.range(0, MESSAGES)
                        .map(number -> number * APART)
                        .boxed()
                        .toList());
        assertThat(early).isEmpty();
        assertThat(elsewhere).isEmpty();
    }
}
