package dev.rookery.gateway.stream;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.SessionId;
import dev.rookery.gateway.transport.Connection;
import dev.rookery.gateway.transport.EncodedFrame;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;

/**
 * A connection over Server-Sent Events: each frame is the data of one event. The id of an event is a place in the stream;
 * it is left out of most events when it is long, since a client that comes back a second too early only sees a few
 * messages again.
 */
public final class EventStreamConnection implements Connection {
    private static final int ABNORMAL = 1006;
    private static final int SHORT_ID = 4;
    private static final long ID_INTERVAL = Duration.ofSeconds(1).toNanos();

    private final HttpServerResponse response;
    private final NodeId self;
    private final SessionId session;
    private final Listener listener;
    private final StreamPosition position;
    private Future<Void> lastWrite = Future.succeededFuture();
    private long events;
    private long unread;
    private long idAt;
    private boolean closing;

    /** @param maxQueuedBytes unsent bytes from which on the client is too slow */
    public EventStreamConnection(
            HttpServerResponse response,
            NodeId self,
            SessionId session,
            Map<ChatId, Long> cursors,
            int maxQueuedBytes,
            Listener listener) {
        this.response = response;
        this.self = self;
        this.session = session;
        this.listener = listener;
        this.position = new StreamPosition(cursors);
        this.idAt = System.nanoTime() - ID_INTERVAL;
        response.setWriteQueueMaxSize(maxQueuedBytes);
    }

    /** Answers with the head of the stream. */
    public void begin(int retryMs) {
        response.closeHandler(gone -> handleClosed());
        response.exceptionHandler(failure -> handleClosed());
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // Compressing would hold events back; so would a buffering proxy.
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no");
        write(Buffer.buffer("retry: " + retryMs + "\n\n"));
    }

    @Override
    public boolean write(EncodedFrame frame) {
        if (closing) {
            return true;
        }
        if (response.writeQueueFull()) {
            return false;
        }
        Buffer json = frame.json();
        position.sent(new JsonObject(json));
        events++;
        Buffer event = Buffer.buffer(json.length() + 64);
        long now = System.nanoTime();
        if (position.size() <= SHORT_ID || now - idAt >= ID_INTERVAL) {
            event.appendString("id: ").appendString(place()).appendString("\n");
            idAt = now;
        }
        write(event.appendString("data: ").appendBuffer(json).appendString("\n\n"));
        Map<ChatId, Long> gaps = position.takeGaps();
        if (!gaps.isEmpty()) {
            listener.missed(gaps);
        }
        return true;
    }

    private String place() {
        return new EventToken(self, session, events, position.cursors()).encode();
    }

    private void write(Buffer bytes) {
        unread += bytes.length();
        lastWrite = response.write(bytes);
        lastWrite.onComplete(written -> unread -= bytes.length(), gone -> handleClosed());
    }

    @Override
    public Future<Void> flushed() {
        return closing ? Future.failedFuture(new IllegalStateException("the stream is closed")) : lastWrite;
    }

    /** A comment, and the newest place: browsers remember it without showing an event. */
    @Override
    public void ping() {
        if (!closing && !response.writeQueueFull()) {
            write(Buffer.buffer(": still here\nid: " + place() + "\n\n"));
            lastWrite.onSuccess(written -> listener.heard());
        }
    }

    @Override
    public long unread() {
        return unread;
    }

    @Override
    public void pauseReading() {
        // The client sends nothing.
    }

    @Override
    public void resumeReading() {
        // The client sends nothing.
    }

    @Override
    public boolean takesOffers() {
        return false;
    }

    @Override
    public void close(int code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        JsonObject why = new JsonObject().put("code", code).put("reason", reason);
        if (response.writeQueueFull()) {
            // It would have to read megabytes first.
            response.reset();
        } else {
            response.end("event: close\ndata: " + why.encode() + "\n\n").onFailure(gone -> {});
        }
    }

    private void handleClosed() {
        if (!closing) {
            closing = true;
            listener.closed(ABNORMAL);
        }
    }
}
