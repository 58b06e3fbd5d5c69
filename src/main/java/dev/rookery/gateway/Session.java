package dev.rookery.gateway;

import dev.rookery.auth.Principal;
import dev.rookery.bus.ChatReply.MessageStored;
import dev.rookery.bus.ChatRequest.SendMessage;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.protocol.ClientFrame;
import dev.rookery.protocol.CloseCode;
import dev.rookery.protocol.FrameCodec;
import dev.rookery.protocol.MalformedFrameException;
import dev.rookery.protocol.ServerFrame;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client on one connection. It begins closed to both directions; from {@link #open} on it reads frames and passes on
 * deliveries, those first that came before. Everything it holds is bounded. Touched by its event loop only.
 */
final class Session implements Connection.Listener, SyncSink {
    /** Frames of a client that wait for their answer; beyond that nothing more is read from it. */
    static final int MAX_UNANSWERED = 64;
    /** Malformed frames within a minute; beyond that the client is broken, and is sent away. */
    static final int MAX_MALFORMED = 20;

    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final SessionId id;
    private final Principal principal;
    private final SessionHost host;
    private final Liveness liveness;
    private @Nullable Connection connection;
    private @Nullable List<EncodedFrame> held = new ArrayList<>();
    private long heldBytes;
    private int unanswered;
    /** Syncs that wait for the one under way, which is the first. */
    private final Deque<ClientFrame.Sync> syncs = new ArrayDeque<>();

    private Runnable atEnd = () -> {};
    private final PendingCursors cursors = new PendingCursors();
    private boolean reading;
    private boolean draining;
    private boolean ended;
    private int malformed;
    private long malformedSince;
    private long confirmAt;

    Session(SessionId id, Principal principal, SessionHost host) {
        this.id = id;
        this.principal = principal;
        this.host = host;
        this.liveness = new Liveness(host.now());
        this.confirmAt = host.nextConfirmation();
    }

    void connect(Connection transport) {
        connection = transport;
    }

    SessionId id() {
        return id;
    }

    UserId user() {
        return principal.user();
    }

    DeviceId device() {
        return principal.device();
    }

    boolean ended() {
        return ended;
    }

    /** Whether it is time to ask the store if the device is still signed in; if so, the next time is set. */
    boolean takeConfirmation(long now) {
        boolean due = now - confirmAt >= 0;
        if (due) {
            confirmAt = host.nextConfirmation();
        }
        return due;
    }

    /** Says welcome, then what was delivered meanwhile, then begins to read. */
    void open(ServerFrame.Welcome welcome) {
        List<EncodedFrame> early = held;
        if (ended || early == null) {
            return;
        }
        held = null;
        answer(welcome);
        for (EncodedFrame frame : early) {
            write(frame);
            frame.release();
        }
        host.meters().opened();
        readOn();
    }

    /** Passes a frame on; the caller keeps its reference to it. */
    void deliver(EncodedFrame frame) {
        if (ended) {
            return;
        }
        host.meters().delivered();
        List<EncodedFrame> early = held;
        if (early == null) {
            write(frame);
        } else if (heldBytes + frame.length() > host.maxQueuedBytes()) {
            end(CloseCode.SLOW_CONSUMER);
        } else {
            heldBytes += frame.length();
            early.add(frame.retain());
        }
    }

    @Override
    public void heard() {
        liveness.heard(host.now());
    }

    @Override
    public void received(String text, int bytes) {
        host.meters().received(bytes);
        if (ended) {
            return;
        }
        try {
            handle(FrameCodec.decode(text));
        } catch (MalformedFrameException e) {
            answer(e.answer());
            countMalformed();
        }
    }

    @Override
    public void violated(int closeCode, String reason) {
        end(closeCode, reason);
    }

    @Override
    public void closed(int closeCode) {
        finish(closeCode);
    }

    /** Says why, and is over. */
    void end(CloseCode code) {
        end(code.number(), code.reason());
    }

    /** Reads nothing more, and ends as soon as every frame has its answer. */
    void drain() {
        draining = true;
        pause();
        endIfDrained();
    }

    /** Asks, waits or ends, after how long nothing was heard. */
    void checkSilence(long now, Duration interval, Duration timeout) {
        if (!reading) {
            // It is we who do not listen.
            liveness.heard(now);
            return;
        }
        Liveness.Verdict verdict = liveness.check(now, interval, timeout);
        if (verdict == Liveness.Verdict.DEAD) {
            end(CloseCode.HEARTBEAT_TIMEOUT);
        } else if (verdict == Liveness.Verdict.ASK && connection != null) {
            connection.ping();
        }
    }

    private void handle(ClientFrame frame) {
        if (frame instanceof ClientFrame.Send send) {
            send(send);
        } else if (frame instanceof ClientFrame.Sync sync) {
            sync(sync);
        } else if (frame instanceof ClientFrame.Cursor cursor) {
            moveCursor(cursor);
        } else if (frame instanceof ClientFrame.Ping ping) {
            answer(new ServerFrame.Pong(ping.id()));
        }
    }

    private void send(ClientFrame.Send frame) {
        long arrived = host.now();
        unanswered++;
        pauseIfFull();
        host.send(new SendMessage(frame.chat(), user(), device(), id, frame.clientId(), frame.text()))
                .onComplete(result -> {
                    unanswered--;
                    if (result.succeeded()) {
                        acked(frame, result.result(), arrived);
                    } else {
                        refused(frame, result.cause());
                    }
                    endIfDrained();
                    readOn();
                });
    }

    /** One at a time: a second one would only slow down the first. */
    void sync(ClientFrame.Sync frame) {
        if (frame.resume() != null) {
            host.resume(this, frame.resume());
        }
        syncs.add(frame);
        pauseIfFull();
        if (syncs.size() == 1) {
            nextSync();
        }
    }

    private void nextSync() {
        ClientFrame.Sync frame = syncs.peek();
        if (frame == null || ended) {
            return;
        }
        new SyncRun(frame, principal, host.syncSource(), this).run().onComplete(result -> {
            syncs.remove();
            if (result.succeeded()) {
                answer(result.result());
            } else if (!ended) {
                answer(ServerFrame.Refused.of(frame.id(), null, told("sync failed", null, result.cause())));
            }
            readOn();
            nextSync();
        });
    }

    @Override
    public Future<Void> send(ServerFrame frame) {
        answer(frame);
        return ended || connection == null
                ? Future.failedFuture(new IllegalStateException("the session is over"))
                : connection.flushed();
    }

    /** What a client that has no frames says with its requests. */
    void reached(Map<ChatId, Long> places) {
        places.forEach((chat, seq) -> {
            var unused = cursors.move(chat, seq, host.now());
        });
    }

    /** To be called when the session is over; at most one. */
    void onEnd(Runnable action) {
        atEnd = action;
    }

    private void moveCursor(ClientFrame.Cursor frame) {
        if (!cursors.move(frame.chat(), frame.seq(), host.now())) {
            answer(ServerFrame.Refused.of(
                    frame.id(),
                    null,
                    new RookeryException(ErrorCode.OVERLOADED, "Too many cursors wait to be stored")));
        }
        storeCursorsIfDue(host.now());
    }

    void storeCursorsIfDue(long now) {
        if (cursors.isDue(now)) {
            storeCursors();
        }
    }

    private void storeCursors() {
        Map<ChatId, Long> taken = cursors.take();
        host.moveCursors(principal, taken).onComplete(result -> {
            cursors.stored();
            if (result.failed()) {
                // Syncs will bring a little more than they need to.
                log.atDebug()
                        .addKeyValue("session", id)
                        .setCause(result.cause())
                        .log("cursors not stored");
            }
        });
    }

    private void pauseIfFull() {
        if (unanswered + syncs.size() >= MAX_UNANSWERED) {
            pause();
        }
    }

    private void acked(ClientFrame.Send frame, MessageStored stored, long arrived) {
        host.meters().acked(Duration.ofNanos(host.now() - arrived));
        answer(new ServerFrame.Ack(frame.id(), frame.chat(), frame.clientId(), stored.seq(), stored.sentAt()));
    }

    private void refused(ClientFrame.Send frame, Throwable failure) {
        answer(ServerFrame.Refused.of(frame.id(), frame.clientId(), told("send failed", frame.chat(), failure)));
    }

    private RookeryException told(String event, @Nullable ChatId chat, Throwable failure) {
        if (failure instanceof RookeryException known) {
            return known;
        }
        log.atError()
                .addKeyValue("session", id)
                .addKeyValue("chat", chat)
                .setCause(failure)
                .log(event);
        return new RookeryException(ErrorCode.INTERNAL, ErrorCode.INTERNAL.title());
    }

    private void countMalformed() {
        long now = host.now();
        if (malformed == 0 || now - malformedSince > MINUTE) {
            malformed = 0;
            malformedSince = now;
        }
        malformed++;
        if (malformed > MAX_MALFORMED) {
            end(CloseCode.PROTOCOL_VIOLATION);
        }
    }

    private void answer(ServerFrame frame) {
        if (!ended) {
            EncodedFrame encoded = EncodedFrame.of(FrameCodec.encode(frame));
            write(encoded);
            encoded.release();
        }
    }

    private void write(EncodedFrame frame) {
        if (ended || connection == null) {
            return;
        }
        if (connection.write(frame)) {
            host.meters().sent(frame.length());
        } else {
            end(CloseCode.SLOW_CONSUMER);
        }
    }

    private void pause() {
        if (reading && connection != null) {
            reading = false;
            connection.pauseReading();
        }
    }

    private void readOn() {
        boolean room = reading || unanswered + syncs.size() < MAX_UNANSWERED / 2;
        if (!reading && room && !ended && !draining && held == null && connection != null) {
            reading = true;
            liveness.heard(host.now());
            connection.resumeReading();
        }
    }

    private void endIfDrained() {
        if (draining && unanswered == 0) {
            end(CloseCode.NODE_DRAINING);
        }
    }

    private void end(int code, String reason) {
        if (!ended) {
            finish(code);
            if (connection != null) {
                connection.close(code, reason);
            }
        }
    }

    private void finish(int code) {
        if (ended) {
            return;
        }
        ended = true;
        if (cursors.isWaiting()) {
            storeCursors();
        }
        if (held != null) {
            held.forEach(EncodedFrame::release);
            held = null;
        }
        atEnd.run();
        host.ended(this, code);
    }
}
