package dev.rookery.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of the configured origins read answers. Other origins get no such headers, so their browsers refuse; nothing
 * here rests on cookies, so a request by itself gains them nothing.
 */
final class CrossOrigin implements Handler<RoutingContext> {
    private final Set<String> allowed;
    private final CorsHandler handler;

    CrossOrigin(List<String> allowedOrigins) {
        this.allowed = Set.copyOf(allowedOrigins);
        this.handler = CorsHandler.create()
                .addOrigins(allowedOrigins)
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE))
                .allowedHeaders(Set.of("authorization", "content-type", "last-event-id"))
                .exposedHeaders(Set.of("retry-after", "www-authenticate"))
                .maxAgeSeconds(600);
    }

    @Override
    public void handle(RoutingContext context) {
        String origin = context.request().getHeader("Origin");
        if (origin != null && allowed.contains(origin)) {
            handler.handle(context);
        } else {
            context.next();
        }
    }
}
