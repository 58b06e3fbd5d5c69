package dev.rookery.feature.presence;

import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.wire.ClientFrame.Watch;
import dev.rookery.wire.ServerFrame;
import dev.rookery.wire.ServerFrame.Presence;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Whom a client shows. */
final class WatchFrames implements FrameHandler<Watch> {
    private static final long FRAME_BYTES = 64;
    private static final long USER_BYTES = 100;

    private final PresenceVerticle verticle;
    private final Context loop;

    /** On the event loop. */
    WatchFrames(PresenceVerticle verticle, Vertx vertx) {
        this.verticle = verticle;
        this.loop = vertx.getOrCreateContext();
    }

    @Override
    public Class<Watch> type() {
        return Watch.class;
    }

    @Override
    public long bytes(Watch frame) {
        return FRAME_BYTES + USER_BYTES * frame.users().size();
    }

    @Override
    public Exchange<Watch> begin(ClientSession session) {
        return new Watching(session);
    }

    private final class Watching implements Exchange<Watch>, Looker.Socket {
        private final ClientSession session;
        private final Looker looker;

        private Watching(ClientSession session) {
            this.session = session;
            this.looker = new Looker(session.user(), this);
        }

        @Override
        public Future<@Nullable ServerFrame> answer(Watch frame) {
            return verticle.look(looker, frame.users()).map(looked -> null);
        }

        @Override
        public void end() {
            verticle.leave(looker);
        }

        @Override
        public void show(Presence frame) {
            loop.runOnContext(turn -> {
                if (!session.ended() && !session.offer(frame)) {
                    verticle.missed(looker);
                }
            });
        }
    }
}
