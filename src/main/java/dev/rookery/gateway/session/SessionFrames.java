package dev.rookery.gateway.session;

import dev.rookery.domain.RookeryException;
import dev.rookery.gateway.session.FrameHandlers.Place;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.gateway.spi.FrameHandler.Exchange;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one session on their way to their handlers and back: the one place that charges, holds, counts, answers and
 * refuses. On its event loop only.
 */
final class SessionFrames {
    /** Frames of a client that wait for their answer; beyond that nothing more is read from it. */
    static final int MAX_UNANSWERED = 64;

    private final Session session;
    private final FrameHandlers handlers;
    /** By the index of the handler; null until there was a frame of its type. */
    private final @Nullable Line<?>[] lines;

    private int unanswered;

    /** What a session says in frames of one type. */
    private static final class Line<F extends ClientFrame> {
        private final FrameHandler<F> handler;
        private final Exchange<F> exchange;
        private int unanswered;

        private Line(FrameHandler<F> handler, Exchange<F> exchange) {
            this.handler = handler;
            this.exchange = exchange;
        }

        private boolean isFull() {
            return unanswered >= handler.mostWaiting();
        }
    }

    SessionFrames(Session session, FrameHandlers handlers) {
        this.session = session;
        this.handlers = handlers;
        this.lines = new Line<?>[handlers.size()];
    }

    /** What a client asked for. */
    void ask(ClientFrame frame) {
        take(line(frame), frame, true, true);
    }

    /** What is asked for on behalf of a client that can't: no rate counts it. */
    void askFor(ClientFrame frame) {
        take(line(frame), frame, false, true);
    }

    /** As {@link #askFor}; the client does not hear of a refusal. */
    void note(ClientFrame frame) {
        take(line(frame), frame, false, false);
    }

    boolean isFull() {
        return unanswered >= MAX_UNANSWERED || anyLineIsFull();
    }

    /** Whether there is room again, and not for a single frame only. */
    boolean hasRoom() {
        return unanswered < MAX_UNANSWERED / 2 && !anyLineIsFull();
    }

    /** Whether nothing waits that a session has to stay for. */
    boolean isSettled() {
        for (Line<?> line : lines) {
            if (line != null && line.unanswered > 0 && line.handler.outlastsDrain()) {
                return false;
            }
        }
        return true;
    }

    void sweep(long now) {
        each(exchange -> exchange.sweep(now));
    }

    void end() {
        each(Exchange::end);
    }

    private boolean anyLineIsFull() {
        for (Line<?> line : lines) {
            if (line != null && line.isFull()) {
                return true;
            }
        }
        return false;
    }

    private void each(Consumer<Exchange<?>> action) {
        for (Line<?> line : lines) {
            if (line != null) {
                action.accept(line.exchange);
            }
        }
    }

    /** The handlers are kept by the types that they name themselves. */
    @SuppressWarnings("unchecked")
    private <F extends ClientFrame> Line<F> line(F frame) {
        Place place = handlers.of(frame);
        Line<?> line = lines[place.index()];
        if (line == null) {
            FrameHandler<F> handler = (FrameHandler<F>) place.handler();
            line = new Line<>(handler, handler.begin(session));
            lines[place.index()] = line;
        }
        return (Line<F>) line;
    }

    private <F extends ClientFrame> void take(Line<F> line, F frame, boolean charged, boolean told) {
        long bytes = line.handler.bytes(frame);
        try {
            if (charged) {
                line.handler.charge(session.user(), frame);
            }
            if (bytes >= 0) {
                session.hold().take(bytes);
            }
        } catch (RookeryException refused) {
            if (told) {
                session.refuse(frame, refused);
            }
            return;
        }
        unanswered++;
        line.unanswered++;
        Future<@Nullable ServerFrame> answer = answer(line.exchange, frame);
        if (!answer.isComplete()) {
            session.pauseIfFull();
        }
        answer.onComplete(result -> {
            unanswered--;
            line.unanswered--;
            if (bytes >= 0) {
                session.hold().release(bytes);
            }
            ServerFrame found = result.result();
            if (found != null) {
                session.answer(found);
            } else if (result.failed() && told) {
                session.refuse(frame, Refusal.of(frame, session.id(), result.cause()));
            }
            session.answered();
        });
    }

    private static <F extends ClientFrame> Future<@Nullable ServerFrame> answer(Exchange<F> exchange, F frame) {
        try {
            return exchange.answer(frame);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
