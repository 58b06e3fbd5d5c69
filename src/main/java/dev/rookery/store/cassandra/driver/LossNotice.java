package dev.rookery.store.cassandra.driver;

import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeStateListener;
import dev.rookery.recovery.Losses;

/**
 * Takes a lost connection to a node of Cassandra for a restart of it. A node that has restarted answers over new connections
 * only, and the driver makes those after it told of the lost ones: so nothing of ours is answered by it in between.
 */
public final class LossNotice implements NodeStateListener {
    private final Losses losses;

    public LossNotice(Losses losses) {
        this.losses = losses;
    }

    /** Other datacenters take no part in an answer. */
    @Override
    public void onDown(Node node) {
        if (node.getDistance() == NodeDistance.LOCAL) {
            losses.notice();
        }
    }

    @Override
    public void onAdd(Node node) {}

    @Override
    public void onUp(Node node) {}

    /** It was down before, if it held anything. */
    @Override
    public void onRemove(Node node) {}

    @Override
    public void close() {}
}
