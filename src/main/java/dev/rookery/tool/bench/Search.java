package dev.rookery.tool.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the load once at the pace of the plan, or, if it names none, at one that doubles until it is not sustained, and
 * then halves the interval. A pace that fails gets a second chance, since others may have taken the machine. Before that
 * it warms up at the first pace for as long as this helps: nodes that have just started take a small part of what they
 * take once their code is compiled.
 */
final class Search {
    private static final int HALVINGS = 2;
    private static final int MOST_STEPS = 14;
    private static final int MOST_WARM_UPS = 8;
    /** Of the median of the stretch before: one that was sustained and is not below that ends the warm-up. */
    private static final double SETTLED = 0.8;

    private final BenchPlan plan;
    private final Run run;
    private final List<Figures> steps = new ArrayList<>();
    private @Nullable Figures best;

    Search(BenchPlan plan, Run run) {
        this.plan = plan;
        this.run = run;
    }

    /** One stretch of load at a pace. */
    @FunctionalInterface
    interface Run {
        Figures at(Pace pace) throws InterruptedException, ExecutionException;
    }

    /** The figures of the highest pace that was sustained; if none was, of the lowest. */
    Figures run(Telling telling) throws InterruptedException, ExecutionException {
        if (plan.inFlight() > 0 || plan.rate() > 0) {
            Pace pace = plan.inFlight() > 0 ? Pace.closed(plan.inFlight()) : Pace.rate(plan.rate());
            best = step(pace, telling);
            return best;
        }
        telling.say(
                "searching for the highest rate with p99 under %.0f ms; warming up before, at most %d times",
                plan.p99Millis(), MOST_WARM_UPS);
        warmUp(telling);
        double high = climb(telling);
        bisect(high, telling);
        return best == null ? steps.get(0) : best;
    }

    private void warmUp(Telling telling) throws InterruptedException, ExecutionException {
        double before = Double.MAX_VALUE;
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            Figures figures = run.at(Pace.rate(plan.startRate()));
            telling.say("warming up: %s", figures.words());
            double median = Figures.millis(figures.step().ack, 50);
            if (figures.sustained(plan.p99Millis()) && median >= SETTLED * before) {
                return;
            }
            before = median;
        }
    }

    private double climb(Telling telling) throws InterruptedException, ExecutionException {
        double rate = plan.startRate();
        while (steps.size() < MOST_STEPS && holds(rate, telling)) {
            rate *= 2;
        }
        return rate;
    }

    private void bisect(double failed, Telling telling) throws InterruptedException, ExecutionException {
        if (best == null) {
            return;
        }
        double low = best.pace().rate();
        double high = failed;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (holds(middle, telling)) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    private boolean holds(double rate, Telling telling) throws InterruptedException, ExecutionException {
        for (int attempt = 0; attempt < 2; attempt++) {
            Figures figures = step(Pace.rate(rate), telling);
            if (figures.sustained(plan.p99Millis())) {
                best = figures;
                return true;
            }
        }
        return false;
    }

    private Figures step(Pace pace, Telling telling) throws InterruptedException, ExecutionException {
        Figures figures = run.at(pace);
        steps.add(figures);
        telling.say("%s", figures.words());
        return figures;
    }

    List<Figures> steps() {
        return steps;
    }

    boolean sustained() {
        return best != null && best.sustained(plan.p99Millis());
    }

    /** Loss and doubles count at every pace; a search also has to find a pace. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Figures step : steps) {
            if (step.lost() > 0 || step.step().doubled > 0 || step.step().doubledAcks > 0) {
                problems.addAll(step.problems());
            }
        }
        if (best == null) {
            problems.add("no pace was sustained");
        } else if (Objects.requireNonNull(best).step().acks == 0) {
            problems.addAll(best.problems());
        }
        return problems;
    }
}
