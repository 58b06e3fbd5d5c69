package dev.rookery.tool.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The only source of chance in a schedule. */
final class Chance {
    private static final int PER_MILLE = 1_000;

    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean perMille(int rate) {
        return random.nextInt(PER_MILLE) < rate;
    }

    /** Both ends included. */
    long between(long low, long high) {
        return low >= high ? low : random.nextLong(low, high + 1);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
