package dev.rookery.testkit;

import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Who made a Vert.x answers for its threads, whoever has work for it in the moment in which it adds one. Found by Vert.x
 * through {@code META-INF/services}, a new one for each Vert.x.
 */
public final class OwnThreads implements VertxThreadFactory {
    private final ClassLoader maker = Thread.currentThread().getContextClassLoader();

    @Override
    public void init(VertxBootstrap vertx) {
        vertx.threadFactory(this);
    }

    @Override
    public VertxThread newVertxThread(Runnable target, String name, boolean worker, long limit, TimeUnit unit) {
        VertxThread thread = VertxThreadFactory.super.newVertxThread(target, name, worker, limit, unit);
        thread.setContextClassLoader(maker);
        return thread;
    }
}
