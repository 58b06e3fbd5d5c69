package dev.rookery.node;

import dev.rookery.config.RookeryConfig;
import dev.rookery.edge.Doorkeeper;
import dev.rookery.edge.GuardedTransport;
import dev.rookery.management.ManagementVerticle;
import dev.rookery.management.Readiness;
import dev.rookery.telemetry.EdgeMeters;
import dev.rookery.telemetry.SecurityLog;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/**
 * Health and metrics on a Vert.x of their own: they answer before there is a cluster, when it is left, and while the event
 * loops of the node are busy.
 */
final class ManagementPort {
    private final Vertx vertx;
    private final ManagementVerticle verticle;
    private final Readiness readiness;

    private ManagementPort(Vertx vertx, ManagementVerticle verticle, Readiness readiness) {
        this.vertx = vertx;
        this.verticle = verticle;
        this.readiness = readiness;
    }

    /** @param teardown learns at once how the port is closed */
    static Future<ManagementPort> open(
            RookeryConfig config,
            PrometheusMeterRegistry meters,
            EdgeMeters edgeMeters,
            SecurityLog security,
            Teardown teardown) {
        Doorkeeper doorkeeper = new Doorkeeper();
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1))
                .withTransport(new GuardedTransport(doorkeeper))
                .build();
        teardown.add("management", vertx::close);
        Readiness readiness = new Readiness();
        ManagementVerticle verticle = new ManagementVerticle(
                config.management(), readiness, meters, config.http().connections(), edgeMeters);
        return vertx.deployVerticle(verticle)
                .onSuccess(deployed -> doorkeeper.guard(verticle.port(), Entrances.ofOperators(edgeMeters, security)))
                .map(deployed -> new ManagementPort(vertx, verticle, readiness));
    }

    int port() {
        return verticle.port();
    }

    Readiness readiness() {
        return readiness;
    }

    Vertx vertx() {
        return vertx;
    }
}
