package dev.rookery.management;

import dev.rookery.config.RookeryConfig.ConnectionConfig;
import dev.rookery.config.RookeryConfig.ManagementConfig;
import dev.rookery.edge.Guards;
import dev.rookery.telemetry.EdgeMeters;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;

/**
 * {@code /health/live}: the process answers, restart it if not; with how far the node is. {@code /health/ready}: it can do its work, send it no
 * clients if not; 503 then, with the reason in the body. {@code /metrics}: Prometheus text format.
 */
public final class ManagementVerticle extends VerticleBase {
    private final ManagementConfig config;
    private final Readiness readiness;
    private final PrometheusMeterRegistry meters;
    private final ConnectionConfig limits;
    private final EdgeMeters edgeMeters;
    private int port;

    /** @param limits the times that clients of this port have, too */
    public ManagementVerticle(
            ManagementConfig config,
            Readiness readiness,
            PrometheusMeterRegistry meters,
            ConnectionConfig limits,
            EdgeMeters edgeMeters) {
        this.limits = limits;
        this.edgeMeters = edgeMeters;
        this.config = config;
        this.readiness = readiness;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        HealthChecks ready = HealthChecks.create(vertx);
        readiness.register(ready, vertx);
        Router router = Router.router(vertx);
        get(router, "/health/live")
                .respond(request -> Future.succeededFuture(new JsonObject()
                        .put("status", "UP")
                        .put("state", readiness.state().toString())));
        get(router, "/health/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
        get(router, "/metrics").handler(this::scrape);
        HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
        return Guards.before(vertx.createHttpServer(options), options, limits, edgeMeters)
                .requestHandler(router)
                .listen(config.port(), config.host())
                .map(HttpServer::actualPort)
                .onSuccess(bound -> port = bound);
    }

    /** Vert.x leaves the body out of the answer to a HEAD. */
    private static Route get(Router router, String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }

    public int port() {
        return port;
    }

    /** Writing the text takes milliseconds with many meters, so it is made off the event loop. */
    private void scrape(RoutingContext request) {
        vertx.executeBlocking(() -> meters.scrape(), false)
                .onSuccess(text -> request.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(text))
                .onFailure(request::fail);
    }
}
