package dev.rookery.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** Answers part of the addresses on the public port. */
public interface HttpModule {

    /**
     * Adds routes to the router of one event loop; called once per event loop, on it. State that the routes keep in their
     * closures is then touched by that loop only.
     */
    Future<Void> mount(Vertx vertx, Router router);
}
