package dev.rookery.tool.simulation;

import dev.rookery.domain.NodeId;
import dev.rookery.store.SessionState;
import java.util.HashMap;
import java.util.Map;

/**
 * Sees that a fenced process ends (I11): within a second of its own running time after the store told it, whatever goes
 * wrong around it, and once nothing goes wrong any more also without having been told, as it has to ask.
 */
final class FenceWatch {
    private static final long EVERY = 250 * Timeline.MS;
    private static final long LIMIT = Timeline.SECOND;

    private final World world;
    private final Map<NodeId, Long> ranOn = new HashMap<>();

    FenceWatch(World world) {
        this.world = world;
    }

    void start() {
        world.timeline().after(EVERY, () -> {
            for (int host = 0; host < World.HOSTS; host++) {
                check(world.host(host));
            }
            start();
        });
    }

    private void check(SimNode node) {
        if (!node.isDead() && !node.isPaused() && mustEnd(node.id())) {
            long time = ranOn.merge(node.id(), EVERY, Long::sum);
            Violation.require(time <= LIMIT, "I11", "a fenced process runs on: " + node.id());
        }
    }

    private boolean mustEnd(NodeId session) {
        return world.history().ownership().knowsFenced(session)
                || (world.isCalm() && world.store().session(session).isSettled(SessionState.FENCED));
    }
}
