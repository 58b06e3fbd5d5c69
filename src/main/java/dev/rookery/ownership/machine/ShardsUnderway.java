package dev.rookery.ownership.machine;

/** How much a node does to its shards at once. */
final class ShardsUnderway {
    private final ShardKeeper.Limits limits;
    private int changes;
    private int drains;
    private int yields;

    ShardsUnderway(ShardKeeper.Limits limits) {
        this.limits = limits;
    }

    boolean mayTake() {
        return changes < limits.ahead();
    }

    boolean mayDrain() {
        return drains < limits.draining();
    }

    boolean mayYield() {
        return yields < limits.yielding();
    }

    void changeBegins() {
        changes++;
    }

    void changeEnds() {
        changes--;
    }

    void drainBegins() {
        drains++;
    }

    void drainEnds() {
        drains--;
    }

    void yieldBegins() {
        yields++;
    }

    void yieldEnds() {
        yields--;
    }
}
