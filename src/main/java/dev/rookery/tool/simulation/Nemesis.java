package dev.rookery.tool.simulation;

import dev.rookery.tool.simulation.Tally.Count;
import java.util.List;

/** Breaks something every few seconds, and repairs it after a while. */
final class Nemesis {
    private final World world;
    private final Chance chance;
    private boolean stopped;
    private int outage = -1;

    Nemesis(World world) {
        this.world = world;
        this.chance = world.chance();
    }

    void start() {
        if (chance.below(2) == 0) {
            new LossyCrash(world, this::next).begin();
        } else {
            next();
        }
    }

    private void next() {
        world.timeline().after(chance.between(Timeline.SECOND, 5 * Timeline.SECOND), () -> {
            if (!stopped) {
                strike();
                next();
            }
        });
    }

    private void strike() {
        int host = world.anyHost();
        SimNode node = world.host(host);
        switch (chance.below(9)) {
            case 0 -> crash(node);
            case 1, 2 -> node.pause(chance.between(Timeline.SECOND / 2, 9 * Timeline.SECOND));
            case 3 -> isolate(host);
            case 4 -> tear(host, (host + 1) % World.HOSTS);
            case 5 -> drain(node);
            case 6 -> node.pause(chance.between(World.CLUSTER_MANAGER_WAITS + 1, 16 * Timeline.SECOND));
            case 7 -> split(host);
            default -> replica(chance.below(SimStore.REPLICAS));
        }
    }

    private void crash(SimNode node) {
        if (!node.isDead()) {
            world.tally().add(Count.CRASHES);
            node.crash();
        }
    }

    private void isolate(int host) {
        world.tally().add(Count.PARTITIONS);
        for (int other : List.of((host + 1) % World.HOSTS, (host + 2) % World.HOSTS)) {
            world.bus().cut(host, other);
        }
        healLater();
    }

    private void tear(int one, int other) {
        world.tally().add(Count.PARTITIONS);
        world.bus().cut(one, other);
        healLater();
    }

    /** The cluster manager is wrong about nodes that are well: one of them, or all of them, are alone on the bus. */
    private void split(int host) {
        world.tally().add(Count.SPLITS);
        world.splitOff(world.host(host));
        if (chance.below(2) == 0) {
            world.splitOff(world.host((host + 1) % World.HOSTS));
        }
    }

    private void healLater() {
        world.timeline().after(chance.between(Timeline.SECOND, 14 * Timeline.SECOND), world.bus()::heal);
    }

    private void drain(SimNode node) {
        if (!node.isDead() && !node.isPaused()) {
            world.tally().add(Count.DRAINS);
            node.drain();
        }
    }

    /** One at a time: with two down nothing happens at all. */
    private void replica(int replica) {
        if (outage < 0) {
            world.tally().add(Count.REPLICA_OUTAGES);
            outage = replica;
            world.transport().replicaDown(replica, true);
            world.timeline().after(chance.between(Timeline.SECOND, 6 * Timeline.SECOND), this::replicaBack);
        }
    }

    private void replicaBack() {
        if (outage >= 0) {
            world.transport().replicaDown(outage, false);
            outage = -1;
        }
    }

    void stop() {
        stopped = true;
        world.bus().heal();
        replicaBack();
    }
}
