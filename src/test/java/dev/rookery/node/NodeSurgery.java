package dev.rookery.node;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.internal.VertxInternal;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What an operating system can do to the process of a node, done to a node in this JVM; and a look at its ownership. */
public final class NodeSurgery {
    private NodeSurgery() {}

    /** As by kill -9: nothing is given back, nobody is told, what is in flight stays in flight. Connections break. */
    public static void kill(RookeryNode node) {
        RookeryNode.Insides insides = node.insides();
        var unused = loops(node).shutdownGracefully(0, 0, TimeUnit.SECONDS);
        insides.cluster().hazelcast().getLifecycleService().terminate();
    }

    /** As by SIGSTOP, until the result is closed; but the cluster manager goes on, so only its silence gives it away. */
    public static Frozen freeze(RookeryNode node) {
        CountDownLatch thaw = new CountDownLatch(1);
        for (EventExecutor loop : loops(node)) {
            loop.execute(() -> {
                try {
                    thaw.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        return thaw::countDown;
    }

    private static EventLoopGroup loops(RookeryNode node) {
        return ((VertxInternal) node.insides().cluster().vertx()).nettyEventLoopGroup();
    }

    /** Who owns the chat, as that node has heard. */
    public static Optional<NodeId> owner(RookeryNode asked, String chat) {
        return asked.insides().ownership().ownerOf(new ChatId(UUID.fromString(chat)));
    }

    /** The sum of a counter or gauge of that node; 0 if there is none. */
    public static double metric(RookeryNode node, String name) {
        return node.insides().meters().find(name).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    /** A node that does nothing. */
    public interface Frozen {
        void close();
    }
}
