package dev.rookery.tool.torture;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.tool.swarm.Abreast;
import dev.rookery.tool.swarm.Account;
import dev.rookery.tool.swarm.FrameText;
import dev.rookery.tool.swarm.Swarm;
import dev.rookery.tool.swarm.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at each node writes to somebody at each other, in chats where nothing else happens: what does not come live there
 * shows no gap, so nobody would ask for it. Those who read do nothing else. Methods block; one thread.
 */
final class QuietChats {
    private static final int AT_ONCE = 3;
    private static final int MOST_ATTEMPTS = 40;
    private static final long RETRY_MS = 1_000;
    private static final double NANOS = 1e9;

    private final Swarm swarm;
    private final Scene scene;
    private final List<Pair> pairs = new ArrayList<>();
    private int texts;

    QuietChats(Swarm swarm, Scene scene) {
        this.swarm = swarm;
        this.scene = scene;
    }

    /** What became of one message for each chat. */
    record Outcome(int messages, double slowest, List<String> missing) {}

    /** One who writes and one who reads; on the loop of the swarm. */
    private static final class Pair {
        private final String name;
        private final URI from;
        private final Account writer;
        private final Account reader;
        private final String chat;
        private final Map<String, Long> arrived = new HashMap<>();
        private final Map<String, Promise<Void>> acks = new HashMap<>();
        private @Nullable Wire writing;
        private @Nullable Wire reading;
        private URI to;
        /** Tells apart the connections of the reader. */
        private int turn;

        private Pair(String name, URI from, URI to, Account writer, Account reader, String chat) {
            this.name = name;
            this.from = from;
            this.to = to;
            this.writer = writer;
            this.reader = reader;
            this.chat = chat;
        }
    }

    /** Makes accounts and chats, once. */
    void prepare() throws InterruptedException, ExecutionException {
        if (!pairs.isEmpty()) {
            return;
        }
        List<URI> nodes = scene.nodes().stream().map(node -> node.http()).toList();
        List<URI> from = new ArrayList<>();
        List<URI> to = new ArrayList<>();
        for (URI one : nodes) {
            for (URI other : nodes) {
                if (!one.equals(other)) {
                    from.add(one);
                    to.add(other);
                }
            }
        }
        pairs.addAll(onLoop(() -> Abreast.run(from.size(), AT_ONCE, i -> pair(from.get(i), to.get(i)))));
    }

    private Future<Pair> pair(URI from, URI to) {
        String name = "q-" + UUID.randomUUID().toString().substring(0, 12);
        return insist(() -> Account.create(swarm.rest(), from, name + "-w" + texts++))
                .compose(writer -> insist(() -> Account.create(swarm.rest(), to, name + "-r" + texts++))
                        .compose(reader -> insist(() -> writer.openChat(swarm.rest(), from, reader))
                                .map(chat ->
                                        new Pair("the node at " + from.getPort(), from, to, writer, reader, chat))));
    }

    /** Those who write, and every second of those who read. */
    void connect(int half) throws InterruptedException, ExecutionException {
        onLoop(() -> Abreast.run(pairs.size(), AT_ONCE, i -> {
            Pair pair = pairs.get(i);
            return i % 2 == half ? write(pair).compose(writing -> read(pair)) : Future.succeededFuture(true);
        }));
    }

    private Future<Boolean> write(Pair pair) {
        Wire.Listener answers = listener(frame -> {
            if (FrameText.isOf(frame, "ack")) {
                Promise<Void> waiting = pair.acks.get(new JsonObject(frame).getString("clientId"));
                if (waiting != null) {
                    waiting.tryComplete();
                }
            }
        });
        return insist(() -> Wire.open(swarm, pair.from, pair.writer.token(), answers))
                .map(opened -> {
                    pair.writing = opened;
                    return true;
                });
    }

    /** Those who read go to another node: an owner remembers where the last lookup found them. */
    void move() throws InterruptedException, ExecutionException {
        onLoop(() -> Abreast.run(pairs.size(), AT_ONCE, i -> {
            Pair pair = pairs.get(i);
            return pair.reading == null ? Future.succeededFuture(true) : read(pair);
        }));
    }

    private Future<Boolean> read(Pair pair) {
        close(pair.reading);
        pair.to = next(pair);
        int mine = ++pair.turn;
        Wire.Listener live = listener(frame -> {
            if (mine == pair.turn && FrameText.isOf(frame, "entry")) {
                pair.arrived.putIfAbsent(Row.of(new JsonObject(frame)).text(), System.nanoTime());
            }
        });
        return insist(() -> Wire.open(swarm, pair.to, pair.reader.token(), live))
                .map(opened -> {
                    pair.reading = opened;
                    return true;
                });
    }

    /** Not where the writer is, since frames go there in any case. */
    private URI next(Pair pair) {
        List<URI> elsewhere = scene.nodes().stream()
                .map(node -> node.http())
                .filter(node -> !node.equals(pair.from))
                .toList();
        return elsewhere.get((elsewhere.indexOf(pair.to) + 1) % elsewhere.size());
    }

    private interface Frames {
        void received(String frame);
    }

    private static Wire.Listener listener(Frames frames) {
        return new Wire.Listener() {
            @Override
            public void received(String frame) {
                frames.received(frame);
            }

            @Override
            public void closed(int code) {}
        };
    }

    void disconnect() throws InterruptedException, ExecutionException {
        onLoop(() -> {
            for (Pair pair : pairs) {
                close(pair.writing);
                close(pair.reading);
                pair.writing = null;
                pair.reading = null;
                pair.arrived.clear();
                pair.acks.clear();
            }
            return Future.succeededFuture(true);
        });
    }

    private static void close(@Nullable Wire wire) {
        if (wire != null) {
            wire.close();
        }
    }

    /** One message in each chat whose people are connected; waits until all have come, or for so long. */
    Outcome send(long patienceMillis) throws InterruptedException, ExecutionException {
        String text = "quiet-" + texts++;
        List<Pair> talking = pairs.stream()
                .filter(pair -> pair.writing != null && pair.reading != null)
                .toList();
        long began = System.nanoTime();
        onLoop(() -> Abreast.run(talking.size(), talking.size(), i -> send(talking.get(i), text)));
        boolean unused = scene.lingerUntil(() -> talking.stream().allMatch(pair -> has(pair, text)), patienceMillis);
        List<String> missing = new ArrayList<>();
        double slowest = 0;
        for (Pair pair : talking) {
            OptionalDouble after = arrival(pair, text, began);
            if (after.isPresent()) {
                slowest = Math.max(slowest, after.getAsDouble());
            } else if (isOpen(pair)) {
                missing.add(pair.name + " to that at " + pair.to.getPort());
            }
        }
        return new Outcome(talking.size(), slowest, missing);
    }

    private boolean has(Pair pair, String text) {
        return swarm.begin(() -> Future.succeededFuture(pair.arrived.containsKey(text) || !isOpen(pair)))
                .join();
    }

    private OptionalDouble arrival(Pair pair, String text, long began) {
        Long at = swarm.begin(() -> Future.succeededFuture(pair.arrived.getOrDefault(text, 0L)))
                .join();
        return at == 0 ? OptionalDouble.empty() : OptionalDouble.of((at - began) / NANOS);
    }

    /** A connection that broke would bring its client to sync. */
    private static boolean isOpen(Pair pair) {
        Wire reading = pair.reading;
        return reading != null && reading.isOpen();
    }

    /** Repeats it until it is acknowledged. */
    private Future<Boolean> send(Pair pair, String text) {
        String clientId = UUID.randomUUID().toString();
        Promise<Void> acked = Promise.promise();
        pair.acks.put(clientId, acked);
        return insist(() -> {
            Wire wire = pair.writing;
            if (wire == null || !wire.isOpen()) {
                return write(pair).compose(open -> Future.failedFuture("connected again"));
            }
            wire.send(pair.chat, clientId, text);
            return acked.future().timeout(RETRY_MS * 5, TimeUnit.MILLISECONDS).map(true);
        });
    }

    private <T> Future<T> insist(Supplier<Future<T>> request) {
        return insist(request, 0);
    }

    private <T> Future<T> insist(Supplier<Future<T>> request, int attempt) {
        return request.get()
                .recover(failure -> attempt == MOST_ATTEMPTS
                        ? Future.failedFuture(failure)
                        : swarm.vertx()
                                .timer(RETRY_MS, TimeUnit.MILLISECONDS)
                                .compose(later -> insist(request, attempt + 1)));
    }

    @CanIgnoreReturnValue
    private <T> T onLoop(Supplier<Future<T>> work) throws InterruptedException, ExecutionException {
        return scene.lingerFor(swarm.begin(work));
    }
}
