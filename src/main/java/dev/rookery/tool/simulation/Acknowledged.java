package dev.rookery.tool.simulation;

/** Which replicas have something: one that got it twice counts once. */
final class Acknowledged {
    private int replicas;

    /** Returns whether this made it a quorum. */
    boolean by(int replica) {
        int before = Integer.bitCount(replicas);
        replicas |= 1 << replica;
        return before < SimStore.QUORUM && Integer.bitCount(replicas) == SimStore.QUORUM;
    }
}
