package dev.rookery.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.tool.bench.CpuMeter.Reading;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The search for the highest rate, against a cluster that takes just so much. */
class SearchTest {
    private static final int START = 100;

    private final List<Double> tried = new ArrayList<>();
    private int failures;
    private int lost;

    @Test
    void doublesUntilItIsTooMuchAndHalvesTheInterval() throws Exception {
        Search search = search(0, 550);

        Figures best = search.run(silent());

        assertThat(tried)
                .as("warms up, climbs, tries twice what fails, and goes between")
                .containsExactly(100.0, 100.0, 200.0, 400.0, 800.0, 800.0, 600.0, 600.0, 500.0);
        assertThat(best.pace().rate()).isEqualTo(500);
        assertThat(search.sustained()).isTrue();
        assertThat(search.problems()).isEmpty();
        assertThat(search.steps()).as("without the one that warms up").hasSize(8);
    }

    @Test
    void aPaceThatFailsOnceGetsASecondChance() throws Exception {
        failures = 2;

        Figures best = search(0, 100).run(silent());

        assertThat(best.pace().rate()).isEqualTo(100);
        assertThat(tried).startsWith(100.0, 100.0, 100.0, 200.0);
    }

    @Test
    void whatIsTooSlowFromTheStartIsSaid() throws Exception {
        Search search = search(0, 10);

        Figures lowest = search.run(silent());

        assertThat(lowest.pace().rate()).isEqualTo(START);
        assertThat(search.sustained()).isFalse();
        assertThat(search.problems()).containsExactly("no pace was sustained");
    }

    @Test
    void aRateThatIsNamedIsRunOnce() throws Exception {
        Search search = search(300, 1_000);

        Figures only = search.run(silent());

        assertThat(tried).containsExactly(300.0);
        assertThat(only.pace().rate()).isEqualTo(300);
        assertThat(search.problems()).isEmpty();
    }

    @Test
    void lossCountsAtEveryPace() throws Exception {
        lost = 1;
        Search search = search(0, 200);

        Figures unused = search.run(silent());

        assertThat(search.problems()).contains("1 deliveries of acknowledged messages never came");
    }

    private Search search(double rate, double capacity) {
        BenchPlan plan = new BenchPlan(
                List.of("pairs"),
                1,
                rate,
                0,
                START,
                10_000,
                Duration.ZERO,
                Duration.ofSeconds(1),
                1,
                1,
                1,
                1,
                Duration.ZERO);
        return new Search(plan, pace -> {
            tried.add(pace.rate());
            boolean fails = failures > 0 && failures-- > 0;
            return figures(pace, fails ? 0 : Math.min(pace.rate(), capacity));
        });
    }

    /** Of a window in which so many messages of those that were sent came back in time. */
    private Figures figures(Pace pace, double done) {
        long from = System.nanoTime();
        Step step = new Step(from, from + Duration.ofSeconds(1).toNanos(), answered -> {});
        for (int i = 0; i < done; i++) {
            step.sent++;
            step.acked(from);
            step.delivered(from);
        }
        return new Figures(
                pace, Duration.ofSeconds(1), step, lost, 1, new Figures.Cost(new Reading(Map.of(), 0, 0), 0, 0));
    }

    private static Telling silent() {
        return new Telling(new PrintStream(OutputStream.nullOutputStream()));
    }
}
