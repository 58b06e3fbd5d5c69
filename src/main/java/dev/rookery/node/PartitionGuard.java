package dev.rookery.node;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Promise;

/**
 * A node that Hazelcast would merge into another cluster was cut off from it. Our nodes never look for other clusters
 * (cluster.xml), but should one be asked to, it does not merge back:
 * event-bus registrations are known to stay wrong after a merge (vertx-hazelcast issue 90, vert.x issue 4394), so the
 * process ends and starts anew.
 */
final class PartitionGuard {
    private PartitionGuard() {}

    static void watch(HazelcastInstance hazelcast, Promise<String> fatal) {
        hazelcast.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGING) {
                fatal.tryComplete("this node was cut off from the majority of the cluster and has to start anew");
            }
        });
    }
}
