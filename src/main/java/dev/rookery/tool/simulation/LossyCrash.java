package dev.rookery.tool.simulation;

import dev.rookery.tool.simulation.Tally.Count;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Replicas end and come back without what they took in shortly before. While that is so nothing else happens, since no
 * protection helps against it: an owner that ends, too, writes nothing again, and whoever succeeds it reads what is left.
 */
final class LossyCrash {
    private static final long LOOK = 500 * Timeline.MS;
    private static final int CALM_LOOKS = 6;

    private final World world;
    private final Chance chance;
    private final Runnable over;
    private List<SimNode> nodes = List.of();
    private List<Long> epochs = List.of();
    private int calmLooks;

    /** @param over called when everybody has mended it */
    LossyCrash(World world, Runnable over) {
        this.world = world;
        this.chance = world.chance();
        this.over = over;
    }

    void begin() {
        world.truce(true);
        await();
    }

    /** Nobody is about to replace an owner. */
    private void await() {
        List<SimNode> nodesNow = world.nodes();
        List<Long> epochsNow = IntStream.range(0, world.sizes().shards())
                .mapToObj(world.history().ownership()::newestEpoch)
                .toList();
        boolean calm = nodesNow.equals(nodes)
                && epochsNow.equals(epochs)
                && nodesNow.stream().allMatch(node -> node.isServing() && !node.isDead() && !node.isPaused());
        nodes = nodesNow;
        epochs = epochsNow;
        calmLooks = calm ? calmLooks + 1 : 0;
        world.timeline().after(LOOK, calmLooks < CALM_LOOKS ? this::await : this::strike);
    }

    private void strike() {
        world.tally().add(Count.STORE_LOSSES);
        int only = chance.below(2 * SimStore.REPLICAS);
        long then = world.timeline().now() - chance.between(50 * Timeline.MS, Timeline.SECOND);
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            if (only >= SimStore.REPLICAS || only == replica) {
                world.transport().replicaDown(replica, true);
                world.store().forgetSince(replica, then);
            }
        }
        for (SimNode node : world.nodes()) {
            node.mending().storeEnds();
            node.later(chance.between(Timeline.MS, 20 * Timeline.MS), node.mending()::storeLost);
        }
        world.timeline().after(chance.between(200 * Timeline.MS, 5 * Timeline.SECOND), this::heal);
    }

    private void heal() {
        for (int replica = 0; replica < SimStore.REPLICAS; replica++) {
            world.transport().replicaDown(replica, false);
        }
        awaitMended();
    }

    private void awaitMended() {
        boolean mended =
                world.nodes().stream().allMatch(node -> node.mending().losses().isWhole());
        world.timeline().after(LOOK, mended ? this::end : this::awaitMended);
    }

    private void end() {
        world.truce(false);
        over.run();
    }
}
