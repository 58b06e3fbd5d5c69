package dev.rookery.node;

import dev.rookery.config.RookeryConfig;
import dev.rookery.domain.NodeId;
import dev.rookery.node.ClusterBootstrap.Cluster;
import dev.rookery.ownership.ChatOwnership;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * One running node. There is no static state: a process may run several on different ports. A node is never restarted;
 * make a new one, which has a new id.
 */
public final class RookeryNode {
    private final NodeId id;
    private final Ports ports;
    private final Future<String> fatal;
    private final Teardown teardown;
    private final Insides insides;

    RookeryNode(NodeId id, Ports ports, Future<String> fatal, Teardown teardown, Insides insides) {
        this.id = id;
        this.ports = ports;
        this.fatal = fatal;
        this.teardown = teardown;
        this.insides = insides;
    }

    /**
     * Joins the cluster, opens the stores, deploys the verticles of the configured roles. Completes when clients can be
     * served; on failure everything that was started is stopped again.
     */
    public static Future<RookeryNode> start(RookeryConfig config) {
        Teardown teardown = new Teardown();
        return new NodeAssembly(config, teardown).assemble().recover(failure -> teardown.run()
                .compose(done -> Future.failedFuture(failure)));
    }

    /**
     * Drains and leaves: takes no new work, lets what is in flight finish within {@code node.drainTimeout}, sends clients
     * elsewhere, then closes everything. Nothing that was acknowledged depends on it.
     */
    public Future<Void> stop() {
        return teardown.run();
    }

    public NodeId id() {
        return id;
    }

    /** REST, WebSocket and web page; 0 on a node with neither the api nor the gateway role. */
    public int httpPort() {
        return ports.http();
    }

    public int managementPort() {
        return ports.management();
    }

    /** Where other nodes can join the cluster. */
    public int clusterPort() {
        return ports.cluster();
    }

    /**
     * Completes with a sentence when the node may not go on, for example after it was on the smaller side of a network
     * partition: end the process and let its supervisor start a new one.
     */
    public Future<String> fatal() {
        return fatal;
    }

    /** For tests that harm a node or look into it. */
    Insides insides() {
        return insides;
    }

    record Insides(Cluster cluster, Vertx management, ChatOwnership ownership, MeterRegistry meters) {}

    /** The ports that were bound. */
    record Ports(int http, int management, int cluster) {}
}
