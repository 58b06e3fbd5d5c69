package dev.rookery.testkit;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test that asks for one a Vert.x of its own, and closes it after the test. */
public final class OwnVertx implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(OwnVertx.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Vertx.class;
    }

    @Override
    public Vertx resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Opened.class, key -> new Opened(Vertx.vertx()), Opened.class)
                .vertx();
    }

    private record Opened(Vertx vertx) implements CloseableResource {
        @Override
        public void close() {
            Patience.await(vertx.close());
        }
    }
}
