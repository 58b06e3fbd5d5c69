package dev.rookery.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetronomeTest {
    private static final long APART = Duration.ofMillis(2).toNanos();
    private static final int MESSAGES = 25;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void beatsWhenMessagesAreDueAndOnceWhenAllIsOver() throws Exception {
        long begin = System.nanoTime();
        long end = begin + MESSAGES * APART;
        List<Context> elsewhere = new ArrayList<>();
        int[] sent = new int[1];
        CountDownLatch over = new CountDownLatch(1);
        Metronome.start(loop, number -> begin + number * APART, end, () -> {
            long now = System.nanoTime();
            if (!loop.equals(Vertx.currentContext())) {
                elsewhere.add(Vertx.currentContext());
            }
            while (sent[0] < MESSAGES && begin + sent[0] * APART - now <= 0) {
                sent[0]++;
            }
            if (now - end >= 0) {
                over.countDown();
            }
        });

        assertThat(over.await(60, TimeUnit.SECONDS)).as("a beat after the end").isTrue();
        assertThat(sent[0]).isEqualTo(MESSAGES);
        assertThat(elsewhere).isEmpty();
    }
}
