package dev.rookery.cli;

import dev.rookery.tool.simulation.Simulation;
import dev.rookery.tool.simulation.Tally;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
        name = "simulate",
        description = {
            "Runs ownership and sequencing through seeded schedules of faults, in virtual time, and checks every promise.",
            "A seed decides a schedule: a failing one fails again."
        },
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    /** With fewer schedules some faults may not have come up, which says nothing. */
    private static final int ENOUGH_TO_MEET_EVERY_FAULT = 200;

    @Option(names = "--seed", paramLabel = "S", description = "The first seed; the next ones count up (default 1).")
    private long seed = 1;

    @Option(names = "--schedules", paramLabel = "N", description = "How many schedules (default 1000).")
    private int schedules = 1_000;

    @Override
    public Integer call() {
        Simulation simulation = Simulation.ofRookery();
        long began = System.nanoTime();
        long told = began;
        for (int run = 0; run < schedules; run++) {
            Optional<String> violation = simulation.run(seed + run);
            if (violation.isPresent()) {
                System.out.println("Seed " + (seed + run) + " breaks a promise. " + violation.get());
                System.out.println("Again: ./rookery simulate --seed " + (seed + run) + " --schedules 1");
                return ExitCode.SOFTWARE;
            }
            if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(2)) {
                told = System.nanoTime();
                System.out.println((run + 1) + " of " + schedules + " schedules kept every promise");
            }
        }
        return report(simulation, System.nanoTime() - began);
    }

    private int report(Simulation simulation, long nanos) {
        boolean complete = true;
        for (Tally.Count count : Tally.Count.values()) {
            long number = simulation.tally().of(count);
            complete &= number > 0;
            String name = count.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            System.out.printf(Locale.ROOT, "%,12d %s%n", number, name);
        }
        System.out.printf(
                Locale.ROOT,
                "%,d schedules from seed %d kept every promise: %,d events in %.1f s%n",
                schedules,
                seed,
                simulation.events(),
                nanos / 1e9);
        if (!complete && schedules >= ENOUGH_TO_MEET_EVERY_FAULT) {
            System.out.println("But something that has to happen never did (0 above): this run proves nothing.");
            return ExitCode.SOFTWARE;
        }
        return ExitCode.OK;
    }
}
