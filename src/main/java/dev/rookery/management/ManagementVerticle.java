package dev.rookery.management;

import dev.rookery.config.RookeryConfig.ManagementConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;

/**
 * {@code /health/live}: the process answers, restart it if not. {@code /health/ready}: it can do its work, send it no
 * clients if not; 503 then, with the reason in the body. {@code /metrics}: Prometheus text format.
 */
public final class ManagementVerticle extends VerticleBase {
    private final ManagementConfig config;
    private final Readiness readiness;
    private final PrometheusMeterRegistry meters;
    private int port;

    public ManagementVerticle(ManagementConfig config, Readiness readiness, PrometheusMeterRegistry meters) {
        this.config = config;
        this.readiness = readiness;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        HealthChecks ready = HealthChecks.create(vertx);
        readiness.register(ready);
        Router router = Router.router(vertx);
        router.get("/health/live").respond(request -> Future.succeededFuture(new JsonObject().put("status", "UP")));
        router.get("/health/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
        router.get("/metrics").handler(this::scrape);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(config.port(), config.host())
                .map(HttpServer::actualPort)
                .onSuccess(bound -> port = bound);
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
