package dev.rookery.gateway.stream;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.gateway.session.Session;
import dev.rookery.gateway.transport.Connection;
import dev.rookery.gateway.transport.EncodedFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection over long polls: frames wait until a poll takes them, and are kept until the next poll says that they
 * arrived. The first answer waits for the sync with which every session begins. On one event loop.
 */
public final class PollConnection implements Connection {
    /** Of frames in one answer; a larger one comes alone. */
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    /** So long a poll that begins a session waits for the sync, whatever it is ready to wait for events. */
    private static final long SYNC_PATIENCE_MS = Duration.ofSeconds(5).toMillis();

    private static final int ABNORMAL = 1006;

    private final Vertx vertx;
    private final NodeId self;
    private final Session session;
    private final int maxQueuedBytes;
    /** Frames that no poll said to have, the first of them number {@code confirmed + 1}. */
    private final Deque<Buffer> queue = new ArrayDeque<>();

    private final StreamPosition position;
    /** Null once an answer brought it. */
    private @Nullable StreamBeginning beginning;

    private final Deque<Promise<Void>> flushing = new ArrayDeque<>();
    private final Deque<Long> flushTargets = new ArrayDeque<>();
    private Map<ChatId, Long> handedCursors;
    private Map<ChatId, Long> reached = Map.of();
    private long confirmed;
    private long handed;
    private int queuedBytes;
    private @Nullable Promise<Buffer> waiting;
    private long waitUntil;
    private long timer = -1;
    private boolean answerSoon;
    /** Whether a sync failed, or did not bring everything: only a new session has another one. */
    private boolean incomplete;

    private boolean closed;

    /** @param fresh whether the client does not go on from a place it was given */
    public PollConnection(
            Vertx vertx, NodeId self, Session session, boolean fresh, Map<ChatId, Long> cursors, int maxQueuedBytes) {
        this.vertx = vertx;
        this.self = self;
        this.session = session;
        this.maxQueuedBytes = maxQueuedBytes;
        this.position = new StreamPosition(cursors);
        this.beginning = new StreamBeginning(fresh, cursors.keySet());
        this.handedCursors = position.cursors();
    }

    /**
     * One poll: completes with what there is, or with what comes within the time, or with nothing. Ends an earlier poll
     * that still waits.
     *
     * @param events how many frames arrived so far
     */
    public Future<Buffer> poll(long events, long waitMs) {
        session.heard();
        finishPoll();
        while (confirmed < Math.min(events, handed)) {
            Buffer arrived = queue.remove();
            queuedBytes -= arrived.length();
            confirmed++;
        }
        // What was handed out and did not arrive is handed out again.
        Promise<Buffer> poll = Promise.promise();
        waiting = poll;
        waitUntil = System.nanoTime() + Duration.ofMillis(waitMs).toNanos();
        StreamBeginning first = beginning;
        boolean syncing = first != null && first.isSyncing();
        if (closed || (isAnswerable() && !queue.isEmpty()) || (!syncing && waitMs == 0)) {
            finishPoll();
        } else {
            finishIn(syncing ? Math.max(waitMs, SYNC_PATIENCE_MS) : waitMs);
        }
        return poll.future();
    }

    private void finishIn(long ms) {
        timer = vertx.setTimer(ms, late -> finishPoll());
    }

    /** Whether what is queued may be answered before the poll has waited for its time. */
    private boolean isAnswerable() {
        StreamBeginning first = beginning;
        return first == null || (!first.isSyncing() && first.hasNews()) || queuedBytes >= MAX_ANSWER_BYTES;
    }

    /** The client says how far it got. */
    public void reached(Map<ChatId, Long> cursors) {
        Map<ChatId, Long> further = new HashMap<>(cursors);
        further.entrySet().removeAll(reached.entrySet());
        session.reached(further);
        reached = Map.copyOf(cursors);
    }

    /** The client is gone before the answer. */
    public void abandon(Future<Buffer> poll) {
        Promise<Buffer> now = waiting;
        if (now != null && now.future() == poll) {
            cancel();
        }
    }

    private void finishPoll() {
        Promise<Buffer> poll = waiting;
        if (poll != null) {
            cancel();
            session.heard();
            poll.complete(answer());
        }
    }

    private void cancel() {
        waiting = null;
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private Buffer answer() {
        Buffer answer = Buffer.buffer("{\"events\":[");
        long number = confirmed;
        int bytes = 0;
        for (Iterator<Buffer> frames = queue.iterator(); frames.hasNext(); ) {
            Buffer frame = frames.next();
            bytes += frame.length();
            if (number > confirmed && bytes > MAX_ANSWER_BYTES) {
                break;
            }
            answer.appendString(number > confirmed ? "," : "").appendBuffer(frame);
            number++;
            if (number > handed) {
                handed = number;
                JsonObject handedOut = new JsonObject(frame);
                position.sent(handedOut);
                incomplete |= isIncomplete(handedOut);
                handedCursors = position.cursors();
            }
        }
        if (beginning != null && !beginning.isSyncing()) {
            beginning = null;
        }
        String next = new EventToken(self, session.id(), number, handedCursors).encode();
        releaseFlushed();
        Map<ChatId, Long> gaps = position.takeGaps();
        if (incomplete && number == confirmed + queue.size()) {
            session.closed(ABNORMAL);
            close(ABNORMAL, "begin anew");
        } else if (!gaps.isEmpty()) {
            session.missed(gaps);
        }
        return answer.appendString("],\"next\":\"").appendString(next).appendString("\"}");
    }

    /** The client sends nothing, so an error is that of a sync. */
    private static boolean isIncomplete(JsonObject frame) {
        String type = frame.getString("type");
        return "error".equals(type)
                || ("synced".equals(type) && !frame.getJsonArray("again").isEmpty());
    }

    @Override
    public boolean write(EncodedFrame frame) {
        if (closed) {
            return true;
        }
        if (queuedBytes > maxQueuedBytes) {
            return false;
        }
        Buffer json = frame.json();
        queue.add(json);
        queuedBytes += json.length();
        noteBeginning(json);
        if (waiting != null && !answerSoon && isAnswerable()) {
            // In the next turn: frames that are ready together leave together.
            answerSoon = true;
            vertx.runOnContext(turn -> {
                answerSoon = false;
                finishPoll();
            });
        }
        return true;
    }

    private void noteBeginning(Buffer json) {
        StreamBeginning first = beginning;
        if (first == null) {
            return;
        }
        boolean before = first.isSyncing();
        first.written(new JsonObject(json));
        if (waiting != null && before && !first.isSyncing() && !first.hasNews()) {
            // Nothing is new: from here on it is a poll as any other.
            cancelTimer();
            finishIn(Math.max(1, Duration.ofNanos(waitUntil - System.nanoTime()).toMillis()));
        }
    }

    @Override
    public long unread() {
        return queuedBytes;
    }

    /** When a poll took it, or one that waits will: a client that polls slowly is sent slowly. */
    @Override
    public Future<Void> flushed() {
        if (closed) {
            return Future.failedFuture(new IllegalStateException("the session is over"));
        }
        if (waiting != null && queuedBytes < MAX_ANSWER_BYTES) {
            return Future.succeededFuture();
        }
        Promise<Void> taken = Promise.promise();
        flushing.add(taken);
        flushTargets.add(confirmed + queue.size());
        return taken.future();
    }

    private void releaseFlushed() {
        List<Promise<Void>> taken = new ArrayList<>();
        while (!flushTargets.isEmpty() && flushTargets.element() <= handed) {
            flushTargets.remove();
            taken.add(flushing.remove());
        }
        taken.forEach(Promise::complete);
    }

    @Override
    public void ping() {
        // The next poll is the sign of life.
    }

    @Override
    public void pauseReading() {
        // Polls are answered whatever they say.
    }

    @Override
    public void resumeReading() {
        // Polls are answered whatever they say.
    }

    @Override
    public boolean takesOffers() {
        return false;
    }

    @Override
    public void close(int code, String reason) {
        closed = true;
        finishPoll();
        flushTargets.clear();
        while (!flushing.isEmpty()) {
            flushing.remove().fail(new IllegalStateException("the session is over"));
        }
    }
}
