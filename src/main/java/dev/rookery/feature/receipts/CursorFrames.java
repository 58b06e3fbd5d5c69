package dev.rookery.feature.receipts;

import dev.rookery.async.Gate;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.limit.Rates;
import dev.rookery.wire.ClientFrame.Cursor;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the client of a session says that it got, until that is stored. */
public final class CursorFrames implements FrameHandler<Cursor> {
    private static final Logger log = LoggerFactory.getLogger(CursorFrames.class);
    private static final int AT_ONCE = 32;
    /** One for each session that has cursors to store. */
    private static final int MOST_WAITING = 100_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Cursors cursors;
    private final Rates rates;
    private final Gate gate = new Gate(AT_ONCE, MOST_WAITING);

    public CursorFrames(Cursors cursors, Rates rates) {
        this.cursors = cursors;
        this.rates = rates;
    }

    @Override
    public Class<Cursor> type() {
        return Cursor.class;
    }

    @Override
    public void charge(UserId user, Cursor frame) {
        rates.cursor(user, 1);
    }

    @Override
    public Exchange<Cursor> begin(ClientSession session) {
        return new Moves(session);
    }

    private final class Moves implements Exchange<Cursor> {
        private final ClientSession session;
        private final PendingCursors pending = new PendingCursors();

        private Moves(ClientSession session) {
            this.session = session;
        }

        @Override
        public Future<@Nullable ServerFrame> answer(Cursor frame) {
            boolean taken = pending.move(frame.chat(), frame.seq(), session.now());
            sweep(session.now());
            return taken
                    ? Future.succeededFuture(null)
                    : Future.failedFuture(
                            new RookeryException(ErrorCode.OVERLOADED, "Too many cursors wait to be stored"));
        }

        @Override
        public void sweep(long now) {
            if (pending.isDue(now)) {
                store();
            }
        }

        /** Nothing waits any longer. */
        @Override
        public void end() {
            if (pending.isWaiting()) {
                store();
            }
        }

        private void store() {
            var moved = pending.take();
            gate.pass(session.now() + PATIENCE.toNanos(), () -> cursors.move(session.user(), session.device(), moved))
                    .onComplete(result -> {
                        pending.stored();
                        if (result.failed()) {
                            // Syncs will bring a little more than they need to.
                            log.atDebug()
                                    .addKeyValue("session", session.id())
                                    .setCause(result.cause())
                                    .log("cursors not stored");
                        }
                    });
        }
    }
}
