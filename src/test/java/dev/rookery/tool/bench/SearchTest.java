package dev.rookery.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.tool.bench.CpuMeter.Reading;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The search for the highest rate, against a cluster that takes just so much. */
class SearchTest {
    private static final int START = 100;

    private final List<Double> tried = new ArrayList<>();
    /** Milliseconds that an ack takes in the first stretches; a second in all others. */
    private final Deque<Integer> slow = new ArrayDeque<>();

    private Set<Integer> failing = Set.of();
    private int refused;
    private int lost;

    @Test
    void doublesUntilItIsTooMuchAndHalvesTheInterval() throws Exception {
        Search search = search(0, 550);

        Figures best = search.run(silent());

        assertThat(tried)
                .as("warms up, climbs, tries twice what fails, and goes between")
                .containsExactly(100.0, 100.0, 100.0, 200.0, 400.0, 800.0, 800.0, 600.0, 600.0, 500.0);
        assertThat(best.pace().rate()).isEqualTo(500);
        assertThat(search.sustained()).isTrue();
        assertThat(search.problems()).isEmpty();
        assertThat(search.steps()).as("without those that warm up").hasSize(8);
    }

    @Test
    void warmsUpForAsLongAsItGetsQuicker() throws Exception {
        slow.addAll(List.of(9_000, 5_000, 2_500));

        Search search = search(0, 150);
        Figures unused = search.run(silent());

        assertThat(tried)
                .as("9 s, 5 s, 2.5 s, 1 s and once more, then it climbs")
                .startsWith(100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 200.0);
        assertThat(search.steps().get(0).sustained(2_000)).isTrue();
    }

    @Test
    void warmsUpWhileThatPaceIsNotSustainedButNotForEver() throws Exception {
        refused = 1;

        Figures unused = search(0, 100).run(silent());

        assertThat(tried).as("8 to warm up, 2 that fail").hasSize(10);
    }

    @Test
    void aPaceThatFailsOnceGetsASecondChance() throws Exception {
        failing = Set.of(2);

        Figures best = search(0, 100).run(silent());

        assertThat(best.pace().rate()).isEqualTo(100);
        assertThat(tried).startsWith(100.0, 100.0, 100.0, 100.0, 200.0);
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
            boolean fails = failing.contains(tried.size() - 1);
            return figures(pace, fails ? 0 : Math.min(pace.rate(), capacity));
        });
    }

    /** Of a window in which so many messages of those that were sent came back in time. */
    private Figures figures(Pace pace, double done) {
        Integer millis = slow.poll();
        long from = System.nanoTime()
                - Duration.ofMillis(millis == null ? 1_000 : millis).toNanos();
        Step step = new Step(from, from + Duration.ofSeconds(1).toNanos(), answered -> {});
        for (int i = 0; i < done; i++) {
            step.sent++;
            step.acked(from);
            step.delivered(from);
        }
        step.refused = refused;
        return new Figures(
                pace, Duration.ofSeconds(1), step, lost, 1, new Figures.Cost(new Reading(Map.of(), 0, 0), 0, 0));
    }

    private static Telling silent() {
        return new Telling(new PrintStream(OutputStream.nullOutputStream()));
    }
}
