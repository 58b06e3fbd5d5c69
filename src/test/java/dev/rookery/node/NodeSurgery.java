package dev.rookery.node;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.ChatRequest;
import dev.rookery.config.RookeryConfig.ChatConfig;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.rehearsal.Rehearsal;
import dev.rookery.store.SessionDirectory;
import dev.rookery.testkit.TestOwner;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What an operating system can do to the process of a node, done to a node in this JVM; and a look at its ownership. */
public final class NodeSurgery {
    /** Deliveries that are to be lost, by the address of their gateway: classes that run side by side have each their own. */
    private static final Map<String, AtomicInteger> TO_LOSE = new ConcurrentHashMap<>();

    private NodeSurgery() {}

    /** As by kill -9: nothing is given back, nobody is told, what is in flight stays in flight. Connections break. */
    public static void kill(RookeryNode node) {
        TestOwner.killsANode();
        RookeryNode.Insides insides = node.insides();
        var unused = loops(node).shutdownGracefully(0, 0, TimeUnit.SECONDS);
        insides.cluster().hazelcast().getLifecycleService().terminate();
        var unusedToo = insides.management().close();
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

    /** Lets the cluster manager lose a node that is well; to be done to its oldest node. */
    public static void part(RookeryNode oldest, RookeryNode lost) {
        HazelcastInstance hazelcast = oldest.insides().cluster().hazelcast();
        Member member = lost.insides().cluster().hazelcast().getCluster().getLocalMember();
        ClusterServiceImpl cluster =
                ((HazelcastInstanceProxy) hazelcast).getOriginal().node.getClusterService();
        cluster.suspectMember(cluster.getMember(member.getUuid()), "a test says so", true);
    }

    /** One more, with chats that the node asks the persistence verticle of {@code store} about. */
    public static Future<Integer> rehearse(
            RookeryNode node, NodeId store, SessionDirectory directory, ChatConfig config, Duration limit) {
        RookeryNode.Insides insides = node.insides();
        Vertx vertx = insides.cluster().vertx();
        return new Rehearsal(vertx, new BusClient(vertx), store, insides.ownership(), directory, config).play(limit);
    }

    public static Set<String> verticles(RookeryNode node) {
        return Set.copyOf(node.insides().cluster().vertx().deploymentIDs());
    }

    /** From now on the bus of this node loses as many deliveries to gateways as {@link #loseNext} says. */
    public static void loseDeliveries(RookeryNode node) {
        node.insides().cluster().vertx().eventBus().addOutboundInterceptor(NodeSurgery::loseOrPass);
    }

    private static void loseOrPass(DeliveryContext<Object> message) {
        AtomicInteger toLose = message.body() instanceof DeliverFrame
                ? TO_LOSE.get(message.message().address())
                : null;
        boolean lost = toLose != null && toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        if (!lost) {
            message.next();
        }
    }

    /** The next deliveries to that node are lost, of whichever node that loses them. */
    public static void loseNext(RookeryNode gateway, int deliveries) {
        TO_LOSE.put(BusAddress.gateway(gateway.id()).toString(), new AtomicInteger(deliveries));
    }

    /** How many of them are still to be lost. */
    public static int stillToLose(RookeryNode gateway) {
        return TO_LOSE.get(BusAddress.gateway(gateway.id()).toString()).get();
    }

    private static EventLoopGroup loops(RookeryNode node) {
        return ((VertxInternal) node.insides().cluster().vertx()).nettyEventLoopGroup();
    }

    /** Who owns the chat, as that node has heard. */
    public static Optional<NodeId> owner(RookeryNode asked, String chat) {
        return asked.insides().ownership().ownerOf(new ChatId(UUID.fromString(chat)));
    }

    /** As a gateway on that node does. */
    public static <R extends BusReply> Future<R> askOwner(RookeryNode asked, ChatId chat, ChatRequest<R> request) {
        Vertx vertx = asked.insides().cluster().vertx();
        return new OwnerClient(vertx, new BusClient(vertx), asked.insides().ownership()).ask(chat, request);
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
