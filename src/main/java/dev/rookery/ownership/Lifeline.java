package dev.rookery.ownership;

import dev.rookery.config.HostPort;
import dev.rookery.domain.NodeId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to another node that carries nothing but the question whether it is there. It shares nothing with the event
 * bus or with Hazelcast, so what hangs there does not make a node that answers look cut off. On one event loop only.
 */
final class Lifeline {
    private static final Buffer QUESTION = Buffer.buffer(new byte[] {1});

    private final NetClient client;
    private final HostPort address;
    private final Buffer expected;
    private final long lately;
    private @Nullable NetSocket socket;
    private boolean connecting;
    private boolean closed;
    private boolean answered;
    private long heardAt;

    /** @param lately for how long an answer counts, and how long one is waited for */
    Lifeline(NetClient client, HostPort address, NodeId node, Duration lately) {
        this.client = client;
        this.address = address;
        this.expected = LifelineServer.idOf(node);
        this.lately = lately.toNanos();
    }

    HostPort address() {
        return address;
    }

    /** To be called again and again, some times a second. */
    void ask() {
        NetSocket open = socket;
        if (open == null) {
            connect();
        } else if (System.nanoTime() - heardAt > lately) {
            // What was sent into a hole is sent again later and later; a new connection is not held up by that.
            lose(open);
            open.close();
            connect();
        } else {
            open.write(QUESTION);
        }
    }

    private void connect() {
        if (connecting) {
            return;
        }
        connecting = true;
        client.connect(address.port(), address.host())
                .onComplete(
                        open -> {
                            connecting = false;
                            begin(open);
                        },
                        unreachable -> connecting = false);
    }

    private void begin(NetSocket open) {
        if (closed) {
            open.close();
            return;
        }
        socket = open;
        heardAt = System.nanoTime();
        open.exceptionHandler(broken -> {});
        open.closeHandler(end -> lose(open));
        open.handler(RecordParser.newFixed(expected.length(), answer -> heard(open, answer)));
        open.write(QUESTION);
    }

    private void heard(NetSocket from, Buffer answer) {
        if (from != socket) {
            return;
        }
        if (answer.equals(expected)) {
            answered = true;
            heardAt = System.nanoTime();
        } else {
            // The node's next life listens there by now.
            lose(from);
            from.close();
        }
    }

    private void lose(NetSocket gone) {
        if (gone == socket) {
            socket = null;
            answered = false;
        }
    }

    /** Whether it answered lately, over a connection that still stands. */
    boolean holds() {
        return answered && System.nanoTime() - heardAt <= lately;
    }

    void close() {
        closed = true;
        if (socket != null) {
            socket.close();
        }
    }
}
