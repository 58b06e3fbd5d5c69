package dev.rookery.gateway.sync;

import dev.rookery.bus.message.BusEvent.SessionResumed;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.gateway.spi.SyncCall;
import dev.rookery.gateway.spi.SyncStream;
import dev.rookery.limit.Limits;
import dev.rookery.telemetry.GatewayMeters;
import dev.rookery.wire.ClientFrame.Sync;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers syncs, of each session one at a time: a second one would only slow down the first. A chat's head comes first, then
 * what features know of it, then its entries.
 */
public final class SyncFrames implements FrameHandler<Sync> {
    private static final int FRAME_BYTES = 512;
    /** In the two maps that hold it while the sync runs. */
    private static final int CURSOR_BYTES = 200;
    /** With the longest text that one may be. */
    private static final int VERSION_BYTES = 300;

    private final SyncSource source;
    private final List<SyncStream> streams;
    private final Limits limits;
    private final GatewayMeters meters;
    private final Consumer<SessionResumed> resumptions;

    /**
     * @param features what they bring beside the log
     * @param resumptions ends the sessions that others take the place of, wherever they are
     */
    public SyncFrames(
            SyncSource source,
            List<SyncStream> features,
            Limits limits,
            GatewayMeters meters,
            Consumer<SessionResumed> resumptions) {
        this.source = source;
        this.streams = new ArrayList<>(List.of(new Beginnings(source), new HeadStream()));
        this.streams.addAll(features);
        this.streams.add(new LogStream(source));
        this.limits = limits;
        this.meters = meters;
        this.resumptions = resumptions;
    }

    @Override
    public Class<Sync> type() {
        return Sync.class;
    }

    @Override
    public void charge(UserId user, Sync frame) {
        limits.rates().sync(user, frame.cursors().size());
    }

    @Override
    public long bytes(Sync frame) {
        return FRAME_BYTES
                + (long) CURSOR_BYTES * frame.cursors().size()
                + (long) VERSION_BYTES * frame.versions().size();
    }

    @Override
    public int mostWaiting() {
        return limits.config().waitingSyncs();
    }

    @Override
    public Exchange<Sync> begin(ClientSession session) {
        return new InTurn(session);
    }

    private final class InTurn implements Exchange<Sync> {
        private final ClientSession session;
        /** The first is under way, the others wait for it. Small to begin with: most sessions sync once. */
        private final Deque<Waiting> waiting = new ArrayDeque<>(1);

        private InTurn(ClientSession session) {
            this.session = session;
        }

        @Override
        public Future<@Nullable ServerFrame> answer(Sync frame) {
            SessionId earlier = frame.resume();
            if (earlier != null && !earlier.equals(session.id())) {
                resumptions.accept(new SessionResumed(session.user(), session.device(), earlier));
            }
            Waiting added = new Waiting(frame, Promise.promise());
            waiting.add(added);
            if (waiting.size() == 1) {
                next();
            }
            return added.answer().future();
        }

        private void next() {
            Waiting first = waiting.peek();
            if (first == null || session.ended()) {
                return;
            }
            new SyncRun(call(first.frame()), source, streams, meters)
                    .run()
                    .<@Nullable ServerFrame>map(last -> last)
                    // The client is gone, and nothing is wrong with that.
                    .recover(failure -> session.ended() ? Future.succeededFuture(null) : Future.failedFuture(failure))
                    .onComplete(result -> {
                        waiting.remove();
                        first.answer().handle(result);
                        next();
                    });
        }

        private SyncCall call(Sync frame) {
            SyncPeople people = new SyncPeople(frame.id(), source, session::send);
            return new SyncCall(frame, session.principal(), frame.people() ? people::send : session::send);
        }
    }

    private record Waiting(Sync frame, Promise<@Nullable ServerFrame> answer) {}
}
