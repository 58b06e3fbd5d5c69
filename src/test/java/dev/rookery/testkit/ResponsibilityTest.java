package dev.rookery.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs small classes that misbehave, and looks who is blamed. */
class ResponsibilityTest {
    private static volatile CountDownLatch end = new CountDownLatch(1);
    private static volatile Thread lasting = new Thread();

    private final Map<String, TestExecutionResult> outcomes = new HashMap<>();

    @BeforeEach
    void begin() {
        end = new CountDownLatch(1);
    }

    @AfterEach
    void endWhatLasts() throws InterruptedException {
        end.countDown();
        lasting.join();
    }

    @Test
    void aClassFailsByTheExceptionOfAThreadItStarted() {
        run(Patience.LIMIT, Stray.class);

        assertThat(failure("Stray"))
                .isEqualTo("a thread of " + Stray.class.getName() + " ended by java.lang.IllegalStateException: stray");
        assertThat(failed()).containsExactly("Stray");
    }

    @Test
    void aClassFailsByAnAssertionInACallback() {
        run(Patience.LIMIT, Callback.class);

        assertThat(failure("Callback")).startsWith("a thread of " + Callback.class.getName() + " ended by ");
        assertThat(failed()).containsExactly("Callback");
    }

    @Test
    void aClassFailsByAThreadThatItLeaves() {
        run(Duration.ofMillis(1), Leaver.class);

        assertThat(failure("Leaver"))
                .isEqualTo(Leaver.class.getName() + " is over and did not end its threads: [left behind]");
        assertThat(failed()).containsExactly("Leaver");
    }

    @Test
    void aThreadThatFailsWhileAnotherClassWaitsFailsTheRunByTheNameOfItsOwnClass() {
        run(Duration.ofMillis(1), Late.class, Waiting.class);

        assertThat(failed()).containsExactlyInAnyOrder("Late", "JUnit Jupiter");
        assertThat(failure("Late")).endsWith("did not end its threads: [late]");
        assertThat(failure("JUnit Jupiter"))
                .isEqualTo("a thread of " + Late.class.getName()
                        + " ended by java.lang.IllegalStateException: late, after the class was over");
    }

    @Test
    void aClassThatEndsWhatItBeganPasses() {
        run(Patience.LIMIT, Tidy.class);

        assertThat(failed()).isEmpty();
        assertThat(outcomes).containsKey("Tidy");
    }

    private void run(Duration patience, Class<?>... classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(
                        Stream.of(classes).map(DiscoverySelectors::selectClass).toList())
                .configurationParameter(Responsibility.PATIENCE, Long.toString(patience.toMillis()))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
        LauncherConfig quiet = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(quiet).execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                String name = test.getDisplayName();
                outcomes.put(name.substring(name.lastIndexOf('$') + 1), result);
            }
        });
    }

    private List<String> failed() {
        return outcomes.entrySet().stream()
                .filter(outcome -> outcome.getValue().getStatus() != Status.SUCCESSFUL)
                .map(Map.Entry::getKey)
                .toList();
    }

    private String failure(String name) {
        return outcomes.get(name).getThrowable().orElseThrow().getMessage();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread started(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static class Stray {
        @Test
        void passes() {
            // Not a thread of the test itself, but one that such a thread has started.
            join(started(
                    "outer",
                    () -> join(started("inner", () -> {
                        throw new IllegalStateException("stray");
                    }))));
        }
    }

    static class Callback {
        @Test
        void passes() {
            Vertx vertx = Vertx.vertx();
            vertx.runOnContext(started -> assertThat(1).isEqualTo(2));
            Patience.await(vertx.close());
        }
    }

    static class Leaver {
        @Test
        void passes() {
            CountDownLatch over = end;
            lasting = started("left behind", () -> await(over));
        }
    }

    static class Late {
        @Test
        void passes() {
            CountDownLatch begun = end;
            lasting = started("late", () -> {
                await(begun);
                throw new IllegalStateException("late");
            });
        }
    }

    /** Waits as most tests do, while a thread of {@link Late} ends by an exception. */
    static class Waiting {
        @Test
        void passes() {
            int[] asked = {0};
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
                end.countDown();
                join(lasting);
                return ++asked[0] == 20;
            });
        }
    }

    static class Tidy {
        @Test
        void passes() {
            assertThat(Patience.await(Background.start("work", () -> 7))).isEqualTo(7);
        }
    }
}
