package dev.rookery.tool.torture;

import dev.rookery.config.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Stands before Redis and answers with errors while it is told to, in the order of the commands. Any thread. */
final class RedisProxy {
    private final HostPort target;
    private final NetClient client;
    private volatile Optional<RedisErrors> errors = Optional.empty();
    private volatile HostPort address;

    private RedisProxy(HostPort target, Vertx vertx, String host) {
        this.target = target;
        this.client = vertx.createNetClient();
        this.address = new HostPort(host, 0);
    }

    /** Lives as long as that Vert.x, which has one event loop. Blocks; not to be called on it. */
    static RedisProxy before(HostPort target, Vertx vertx, String host)
            throws InterruptedException, ExecutionException {
        RedisProxy proxy = new RedisProxy(target, vertx, host);
        int port = vertx.createNetServer()
                .connectHandler(proxy::accept)
                .listen(0, host)
                .map(NetServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        proxy.address = new HostPort(host, port);
        return proxy;
    }

    HostPort address() {
        return address;
    }

    void answer(RedisErrors wanted) {
        errors = Optional.of(wanted);
    }

    void heal() {
        errors = Optional.empty();
    }

    private void accept(NetSocket near) {
        near.pause();
        near.exceptionHandler(broken -> {});
        AtomicBoolean gone = new AtomicBoolean();
        near.closeHandler(closed -> gone.set(true));
        client.connect(target.port(), target.host())
                .onSuccess(far -> {
                    if (gone.get()) {
                        close(far);
                    } else {
                        new Talk(near, far).begin();
                    }
                })
                .onFailure(refused -> close(near));
    }

    private static void close(NetSocket socket) {
        Future<Void> unused = socket.close();
    }

    private static final class Slot {
        private Optional<Buffer> reply = Optional.empty();
    }

    private final class Talk {
        private final NetSocket near;
        private final NetSocket far;
        /** One for each command that was not answered yet. */
        private final Deque<Slot> slots = new ArrayDeque<>();
        /** Those of them that Redis will answer. */
        private final Deque<Slot> asked = new ArrayDeque<>();

        Talk(NetSocket near, NetSocket far) {
            this.near = near;
            this.far = far;
        }

        void begin() {
            far.exceptionHandler(broken -> {});
            near.closeHandler(closed -> close(far));
            far.closeHandler(closed -> close(near));
            near.handler(values(this::command));
            far.handler(values(this::reply));
            near.resume();
        }

        /** What arrives, value by value. */
        private Handler<Buffer> values(Consumer<Buffer> action) {
            return new Handler<>() {
                private Buffer rest = Buffer.buffer();

                @Override
                public void handle(Buffer bytes) {
                    Buffer all = rest.appendBuffer(bytes);
                    int from = 0;
                    int end = Resp.end(all, from);
                    while (end != Resp.NOT_YET) {
                        action.accept(all.getBuffer(from, end));
                        from = end;
                        end = Resp.end(all, from);
                    }
                    rest = Buffer.buffer().appendBuffer(all.getBuffer(from, all.length()));
                }
            };
        }

        private void command(Buffer command) {
            Slot slot = new Slot();
            slots.add(slot);
            Optional<RedisErrors> error = errors.filter(wanted -> wanted.isAnswerTo(Resp.name(command)));
            if (error.isPresent()) {
                slot.reply = Optional.of(Buffer.buffer(error.get().reply()));
                flush();
            } else {
                asked.add(slot);
                Future<Void> unused = far.write(command);
            }
        }

        private void reply(Buffer reply) {
            asked.remove().reply = Optional.of(reply);
            flush();
        }

        private void flush() {
            while (!slots.isEmpty() && slots.getFirst().reply.isPresent()) {
                Future<Void> unused = near.write(slots.remove().reply.get());
            }
        }
    }
}
