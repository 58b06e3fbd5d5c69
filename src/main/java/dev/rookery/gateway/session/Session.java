package dev.rookery.gateway.session;

import dev.rookery.auth.Principal;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.gateway.door.Admission;
import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.transport.Connection;
import dev.rookery.gateway.transport.EncodedFrame;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.CloseCode;
import dev.rookery.wire.FrameCodec;
import dev.rookery.wire.FrameType;
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
public final class Session implements Connection.Listener, ClientSession {
    /** Malformed frames within a minute; beyond that the client is broken, and is sent away. */
    static final int MAX_MALFORMED = 20;
    /** Less than this is noted once in a while only. */
    private static final int MUCH_UNREAD = 256 << 10;
    /** With so much before it, what may be lost would come too late. */
    private static final int TOO_SLOW_FOR_OFFERS = 64 << 10;

    private final SessionId id;
    private final Principal principal;
    private final Admission.Place place;
    private final SessionHost host;
    private final Liveness liveness;
    private @Nullable Connection connection;
    /** Until the client is welcomed. */
    private @Nullable EarlyDeliveries early;

    private final SessionFrames frames;
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
        this.frames = new SessionFrames(this, host.frames());
        this.hold = new SessionHold(host.limits(), principal.user());
        this.liveness = new Liveness(host.now());
        this.confirmAt = host.nextConfirmation();
    }

    public void connect(Connection transport) {
        connection = transport;
    }

    @Override
    public SessionId id() {
        return id;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public long now() {
        return host.now();
    }

    public Admission.Place place() {
        return place;
    }

    public SessionHold hold() {
        return hold;
    }

    @Override
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
            frames.ask(FrameCodec.decode(text));
        } catch (MalformedFrameException e) {
            host.refusals().tell(SessionRefusals.FRAME, e.code(), this);
            answer(e.answer());
            countMalformed();
        }
    }

    @Override
    public void missed(Map<ChatId, Long> places) {
        if (!ended) {
            frames.askFor(new ClientFrame.Sync(null, places, true, ClientFrame.Sync.RECENT, null, false));
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

    /** In ns, since the client was heard; none while it is we who do not listen. */
    public long silence(long now) {
        return reading ? liveness.silence(now) : 0;
    }

    /** What a client asks for that has no frames. */
    public void sync(ClientFrame.Sync frame) {
        frames.ask(frame);
    }

    @Override
    public Future<Void> send(ServerFrame frame) {
        answer(frame);
        return ended || connection == null
                ? Future.failedFuture(new IllegalStateException("the session is over"))
                : connection.flushed();
    }

    @Override
    public boolean offer(ServerFrame frame) {
        boolean taken = takesOffers();
        if (taken) {
            answer(frame);
        }
        return taken;
    }

    /** As {@link #deliver}, but of a frame that may be lost. */
    public void offer(EncodedFrame frame) {
        if (takesOffers()) {
            deliver(frame);
        }
    }

    private boolean takesOffers() {
        return !ended
                && early == null
                && connection != null
                && connection.takesOffers()
                && connection.unread() < TOO_SLOW_FOR_OFFERS;
    }

    /** What a client that has no frames says with its requests. */
    public void reached(Map<ChatId, Long> places) {
        places.forEach((chat, seq) -> frames.note(new ClientFrame.Cursor(null, chat, seq)));
    }

    /** To be called when the session is over; at most one. */
    public void onEnd(Runnable action) {
        atEnd = action;
    }

    public void sweep(long now) {
        frames.sweep(now);
    }

    /** To be called when a frame waits for its answer. */
    void pauseIfFull() {
        if (frames.isFull()) {
            pause();
        }
    }

    /** To be called when a frame was answered. */
    void answered() {
        endIfDrained();
        readOn();
    }

    private void countMalformed() {
        MalformedFrames counted = malformed == null ? new MalformedFrames() : malformed;
        malformed = counted;
        if (counted.areTooMany(host.now(), MAX_MALFORMED)) {
            end(CloseCode.PROTOCOL_VIOLATION);
        }
    }

    void refuse(ClientFrame frame, RookeryException refusal) {
        host.refusals().tell(FrameType.of(frame).wireName(), refusal.code(), this);
        answer(ServerFrame.Refused.of(frame.id(), frame.clientId(), refusal));
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
        if (!reading && frames.hasRoom() && !ended && !draining && early == null && connection != null) {
            reading = true;
            liveness.heard(host.now());
            connection.resumeReading();
        }
    }

    private void endIfDrained() {
        if (draining && frames.isSettled()) {
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
        frames.end();
        if (early != null) {
            early.release();
            early = null;
        }
        atEnd.run();
        host.ended(this, code);
    }
}
