package dev.rookery.tool.torture;

import dev.rookery.tool.dev.LocalNode;
import dev.rookery.tool.swarm.Abreast;
import dev.rookery.tool.swarm.Account;
import dev.rookery.tool.swarm.Rest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one user with a few devices, and strangers at one address, can do to a node that must survive it while everybody else
 * goes on: syncs of thousands of chats, messages without an end, idle connections, heads that come byte by byte, methods
 * that nobody knows.
 */
final class HostileFault {
    private static final int DEVICES = 5;
    private static final int SYNCING_SESSIONS = 30;
    private static final int SYNCS = 64;
    private static final int CURSORS = 5_000;
    private static final int UNFINISHED = 450;
    private static final int UNFINISHED_BYTES = 1_200_000;
    private static final int IDLE = 20_000;
    /** Files that this process needs besides. */
    private static final int FILES = 2_500;

    private static final int SLOW = 200;
    private static final int SLOW_BYTE_MS = 500;
    private static final int METHODS = 10_000;
    private static final int METHOD_CONNECTIONS = 4;
    private static final int AT_ONCE = 16;
    private static final int CONNECTING_AT_ONCE = 64;
    private static final long LONGEST_MS = 60_000;
    private static final long HOLD_MS = 3_000;

    private final Scene scene;
    private final Findings findings;
    private final Consumer<String> telling;

    HostileFault(Scene scene, Findings findings, Consumer<String> telling) {
        this.scene = scene;
        this.findings = findings;
        this.telling = telling;
    }

    /** Every wanted setting of a node that is to be tried as operators run it, but for what the party itself needs. */
    static void settings(LocalNode node) {
        node.set("ROOKERY_LIMITS_RATED", "true");
        node.set("ROOKERY_LIMITS_SESSIONS_PER_USER", "50");
        node.set("ROOKERY_LIMITS_SESSIONS_PER_DEVICE", "10");
        node.set("ROOKERY_LIMITS_SESSIONS_PER_ADDRESS", "5000");
        for (String rate : List.of("SIGN_UPS", "GROUPS", "DIRECT_CHATS", "LOOK_UPS")) {
            node.set("ROOKERY_LIMITS_RATES_" + rate, "off");
        }
    }

    String strike(int number) throws InterruptedException, ExecutionException {
        LocalNode node = scene.nodes().get(number);
        int before = scene.restarts();
        List<Account> devices = devices(node.http());
        load("syncs of thousands of chats", node, sockets -> syncs(sockets, devices));
        load("messages without an end", node, sockets -> unfinished(sockets, devices));
        load("methods that nobody knows", node, HostileFault::methods);
        load("heads that come byte by byte", node, HostileFault::slow);
        load("idle connections", node, HostileFault::idle);
        int ended = scene.restarts() - before;
        if (ended > 0) {
            findings.violation(
                    String.format(Locale.ROOT, "%d nodes ended under hostile clients at %s", ended, node.name()));
        }
        return node.name();
    }

    private interface Load {
        Future<?> begin(HostileSockets sockets);
    }

    /** Goes on for a while at most, holds what it has, and leaves. */
    private void load(String name, LocalNode node, Load load) throws InterruptedException, ExecutionException {
        telling.accept(name + " at " + node.name());
        int before = scene.restarts();
        try (HostileSockets sockets = new HostileSockets(node.http())) {
            var done = sockets.swarm().begin(() -> load.begin(sockets).otherwiseEmpty());
            boolean whole = scene.lingerUntil(() -> done.isDone() || scene.restarts() > before, LONGEST_MS);
            scene.linger(HOLD_MS);
            findings.note(String.format(
                    Locale.ROOT,
                    "hostile at %s: %s%s, %d sessions let in, %d not, %d connections cut off",
                    node.name(),
                    name,
                    whole ? "" : " (not all in " + LONGEST_MS / 1000 + " s)",
                    sockets.letIn.get(),
                    sockets.refused.get(),
                    sockets.cutOff.get()));
        }
    }

    private List<Account> devices(URI node) throws InterruptedException, ExecutionException {
        String name = "h-" + UUID.randomUUID().toString().substring(0, 8);
        try (HostileSockets sockets = new HostileSockets(node)) {
            Rest rest = sockets.swarm().rest();
            return scene.lingerFor(sockets.swarm().begin(() -> Account.create(rest, node, name)
                    .compose(first -> Abreast.run(DEVICES, 1, i -> Account.signIn(rest, node, name)))));
        }
    }

    private static Future<?> syncs(HostileSockets sockets, List<Account> devices) {
        JsonObject cursors = new JsonObject();
        for (int i = 0; i < CURSORS; i++) {
            cursors.put(UUID.randomUUID().toString(), 0);
        }
        Buffer sync = HostileSockets.frame(
                new JsonObject()
                        .put("type", "sync")
                        .put("only", true)
                        .put("cursors", cursors)
                        .encode(),
                true);
        return sessions(sockets, devices, SYNCING_SESSIONS, SYNCING_SESSIONS, sync, SYNCS);
    }

    private static Future<?> unfinished(HostileSockets sockets, List<Account> devices) {
        return sessions(
                sockets, devices, UNFINISHED, AT_ONCE, HostileSockets.frame("x".repeat(UNFINISHED_BYTES), false), 1);
    }

    private static Future<?> sessions(
            HostileSockets sockets, List<Account> devices, int count, int atOnce, Buffer bytes, int times) {
        return Abreast.run(
                count,
                atOnce,
                i -> quietly(() -> sockets.session(devices.get(i % devices.size()))
                        .compose(socket -> HostileSockets.writeAll(socket, bytes, times))));
    }

    private static Future<?> methods(HostileSockets sockets) {
        int each = METHODS / METHOD_CONNECTIONS;
        return Abreast.run(
                METHOD_CONNECTIONS,
                METHOD_CONNECTIONS,
                i -> quietly(() -> sockets.connect().compose(socket -> {
                    socket.handler(answer -> {});
                    return method(socket, i * each, each);
                })));
    }

    private static Future<Void> method(NetSocket socket, int first, int left) {
        return left == 0
                ? Future.succeededFuture()
                : socket.write("X" + (first + left) + " / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .compose(written -> method(socket, first, left - 1), gone -> Future.succeededFuture());
    }

    private static Future<?> slow(HostileSockets sockets) {
        String head = "GET /v1/me HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
        return Abreast.run(
                SLOW,
                CONNECTING_AT_ONCE,
                i -> quietly(() -> sockets.connect().map(socket -> {
                    drip(sockets.swarm().vertx(), socket, head, 0);
                    return socket;
                })));
    }

    private static void drip(Vertx vertx, NetSocket socket, String head, int at) {
        long unused = vertx.setTimer(SLOW_BYTE_MS, later -> socket.write(head.substring(at, at + 1))
                .onSuccess(written -> drip(vertx, socket, head, at + 1 < head.length() ? at + 1 : at)));
    }

    private static Future<?> idle(HostileSockets sockets) {
        return Abreast.run(connections(), CONNECTING_AT_ONCE, i -> quietly(sockets::connect));
    }

    /** As many as this process may have files. */
    private static int connections() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.UnixOperatingSystemMXBean system
                ? (int) Math.max(
                        100,
                        Math.min(
                                IDLE, system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - FILES))
                : FILES;
    }

    private static <T> Future<Void> quietly(Supplier<Future<T>> work) {
        return work.get().<Void>mapEmpty().otherwiseEmpty();
    }
}
