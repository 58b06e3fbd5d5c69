package dev.rookery.tool.simulation;

import java.util.Optional;

/** Runs schedules: each is decided by its seed alone. Not thread safe; any number of them may exist. */
public final class Simulation {
    private final Optional<Sabotage> sabotage;
    private final Tally tally = new Tally();
    private long events;

    private Simulation(Optional<Sabotage> sabotage) {
        this.sabotage = sabotage;
    }

    public static Simulation ofRookery() {
        return new Simulation(Optional.empty());
    }

    /** With a protection taken away: only to show that the checks notice. */
    public static Simulation of(Sabotage sabotage) {
        return new Simulation(Optional.of(sabotage));
    }

    /** Runs one schedule. Returns what promise was broken, if one was. */
    public Optional<String> run(long seed) {
        World world = new World(seed, sabotage.orElse(null));
        try {
            world.run();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(String.valueOf(violation.getMessage()));
        } finally {
            tally.addAll(world.tally());
            events += world.eventsMade();
        }
    }

    /** What happened in all schedules so far. */
    public Tally tally() {
        return tally;
    }

    /** How many events all schedules had so far. */
    public long events() {
        return events;
    }
}
