package dev.rookery.gateway.session;

import dev.rookery.auth.Principal;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.door.Admission;
import dev.rookery.gateway.sync.SyncSink;
import dev.rookery.gateway.transport.Connection;
import dev.rookery.gateway.transport.EncodedFrame;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.CloseCode;
import dev.rookery.wire.FrameCodec;
import dev.rookery.wire.MalformedFrameException;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One client on one connection. It begins closed to both directions; from {@link #open} on it reads frames and passes on
 * deliveries, those first that came before. Everything it holds is bounded. Touched by its event loop only.
 */
public final class Session implements Connection.Listener, SyncSink {
    /** Frames of a client that wait for their answer; beyond that nothing more is read from it. */
    static final int MAX_UNANSWERED = 64;
    /** Malformed frames within a minute; beyond that the client is broken, and is sent away. */
    static final int MAX_MALFORMED = 20;
    /** Less than this is noted once in a while only. */
    private static final int MUCH_UNREAD = 256 << 10;

    private final SessionId id;
    private final Principal principal;
    private final Admission.Place place;
    private final SessionHost host;
    private final Liveness liveness;
    private @Nullable Connection connection;
    /** Until the client is welcomed. */
    private @Nullable EarlyDeliveries early;

    private final SessionSends sends;
    private final SessionSyncs syncs;
    private final SessionCursors cursors;
    /** Most clients never send one. */
    private @Nullable MalformedFrames malformed;

    private final SessionHold hold;
    private Runnable atEnd = () -> {};
    private boolean reading;
    private boolean draining;
    private boolean ended;
    private long confirmAt;

    public Session(SessionId id, Principal principal, Admission.Place place, SessionHost host) {
        this.id = id;
        this.principal = principal;
        this.place = place;
        this.host = host;
        this.early = new EarlyDeliveries(host.maxQueuedBytes());
        this.sends = new SessionSends(this, host);
        this.syncs = new SessionSyncs(this, host);
        this.cursors = new SessionCursors(this, host);
        this.hold = new SessionHold(host.limits(), principal.user());
        this.liveness = new Liveness(host.now());
        this.confirmAt = host.nextConfirmation();
    }

    public void connect(Connection transport) {
        connection = transport;
    }

    public SessionId id() {
        return id;
    }

    public Principal principal() {
        return principal;
    }

    public UserId user() {
        return principal.user();
    }

    public DeviceId device() {
        return principal.device();
    }

    public Admission.Place place() {
        return place;
    }

    public SessionHold hold() {
        return hold;
    }

    public boolean ended() {
        return ended;
    }

    /** Whether it is time to ask the store if the device is still signed in; if so, the next time is set. */
    public boolean takeConfirmation(long now) {
        boolean due = now - confirmAt >= 0;
        if (due) {
            confirmAt = host.nextConfirmation();
        }
        return due;
    }

    /** Says welcome, then what was delivered meanwhile, then begins to read. */
    public void open(ServerFrame.Welcome welcome) {
        EarlyDeliveries waiting = early;
        if (ended || waiting == null) {
            return;
        }
        early = null;
        answer(welcome);
        waiting.passOn(this::write);
        host.meters().opened();
        readOn();
    }

    /** Passes a frame on; the caller keeps its reference to it. */
    public void deliver(EncodedFrame frame) {
        if (ended) {
            return;
        }
        host.meters().delivered();
        EarlyDeliveries waiting = early;
        if (waiting == null) {
            write(frame);
        } else if (!waiting.add(frame)) {
            end(CloseCode.SLOW_CONSUMER);
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
            host.refusals().tell(SessionRefusals.FRAME, e.code(), this);
            answer(e.answer());
            countMalformed();
        }
    }

    @Override
    public void missed(Map<ChatId, Long> places) {
        if (!ended) {
            ClientFrame.Sync gaps = new ClientFrame.Sync(null, places, true, ClientFrame.Sync.RECENT, null, false);
            try {
                syncs.add(gaps);
            } catch (RookeryException tooMuch) {
                refuse(SessionRefusals.SYNC, null, null, tooMuch);
            }
        }
    }

    @Override
    public boolean unfinished(long bytes) {
        return hold.unfinished(bytes);
    }

    /** Notes what the client did not read. */
    public void checkUnread() {
        if (!ended && connection != null && !hold.unread(connection.unread())) {
            end(CloseCode.TOO_MUCH_HELD);
        }
    }

    @Override
    public void violated(int closeCode, String reason) {
        if (!ended) {
            host.refusals().tellClosed(closeCode, this);
        }
        end(closeCode, reason);
    }

    @Override
    public void closed(int closeCode) {
        finish(closeCode);
    }

    /** Says why, and is over. */
    public void end(CloseCode code) {
        end(code.number(), code.reason());
    }

    /** Reads nothing more, and ends as soon as every frame has its answer. */
    void drain() {
        draining = true;
        pause();
        endIfDrained();
    }

    /** Asks, waits or ends, after how long nothing was heard. */
    public void checkSilence(long now, Duration interval, Duration timeout) {
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
            sends.send(send);
        } else if (frame instanceof ClientFrame.Sync sync) {
            syncs.ask(sync);
        } else if (frame instanceof ClientFrame.Cursor cursor) {
            cursors.move(cursor);
        } else if (frame instanceof ClientFrame.Ping ping) {
            answer(new ServerFrame.Pong(ping.id()));
        }
    }

    public void sync(ClientFrame.Sync frame) {
        syncs.ask(frame);
    }

    @Override
    public Future<Void> send(ServerFrame frame) {
        answer(frame);
        return ended || connection == null
                ? Future.failedFuture(new IllegalStateException("the session is over"))
                : connection.flushed();
    }

    /** What a client that has no frames says with its requests. */
    public void reached(Map<ChatId, Long> places) {
        cursors.reached(places);
    }

    /** To be called when the session is over; at most one. */
    public void onEnd(Runnable action) {
        atEnd = action;
    }

    public void storeCursorsIfDue(long now) {
        cursors.storeIfDue(now);
    }

    /** To be called when a frame waits for its answer. */
    void pauseIfFull() {
        if (unanswered() >= MAX_UNANSWERED || syncsWait()) {
            pause();
        }
    }

    /** To be called when a frame was answered. */
    void answered() {
        endIfDrained();
        readOn();
    }

    private boolean syncsWait() {
        return syncs.unanswered() >= host.limits().config().waitingSyncs();
    }

    private int unanswered() {
        return sends.unanswered() + syncs.unanswered();
    }

    private void countMalformed() {
        MalformedFrames counted = malformed == null ? new MalformedFrames() : malformed;
        malformed = counted;
        if (counted.areTooMany(host.now(), MAX_MALFORMED)) {
            end(CloseCode.PROTOCOL_VIOLATION);
        }
    }

    /** @param attempt as the security log calls it */
    void refuse(String attempt, @Nullable String frame, @Nullable ClientId clientId, RookeryException refusal) {
        host.refusals().tell(attempt, refusal.code(), this);
        answer(ServerFrame.Refused.of(frame, clientId, refusal));
    }

    /** Says nothing any more once the session is over. */
    void answer(ServerFrame frame) {
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
        if (connection.unread() > MUCH_UNREAD) {
            checkUnread();
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
        boolean room = reading || (unanswered() < MAX_UNANSWERED / 2 && !syncsWait());
        if (!reading && room && !ended && !draining && early == null && connection != null) {
            reading = true;
            liveness.heard(host.now());
            connection.resumeReading();
        }
    }

    private void endIfDrained() {
        if (draining && sends.unanswered() == 0) {
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
        hold.end();
        cursors.storeLast();
        if (early != null) {
            early.release();
            early = null;
        }
        atEnd.run();
        host.ended(this, code);
    }
}
