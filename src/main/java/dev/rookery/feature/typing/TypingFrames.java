package dev.rookery.feature.typing;

import dev.rookery.bus.message.ChatRequest.TellMembers;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.limit.UserRate;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.wire.ClientFrame.Typing;
import dev.rookery.wire.FrameCodec;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Passes on that somebody writes. The owner of the chat knows its members, and when they were told last. */
final class TypingFrames implements FrameHandler<Typing> {
    /** Clients forget it after 6 s: whoever goes on writing is seen to, also if one frame is lost. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final OwnerClient owners;
    private final int maxMembers;
    private final UserRate rate;
    private final TypingMeters meters;

    TypingFrames(OwnerClient owners, int maxMembers, UserRate rate, TypingMeters meters) {
        this.owners = owners;
        this.maxMembers = maxMembers;
        this.rate = rate;
        this.meters = meters;
    }

    @Override
    public Class<Typing> type() {
        return Typing.class;
    }

    @Override
    public void charge(UserId user, Typing frame) {
        rate.take(user);
    }

    @Override
    public Exchange<Typing> begin(ClientSession session) {
        return new Writer(session);
    }

    private final class Writer implements Exchange<Typing> {
        private final ClientSession session;
        private @Nullable ChatId lastChat;
        private long lastAt;

        private Writer(ClientSession session) {
            this.session = session;
        }

        @Override
        public Future<@Nullable ServerFrame> answer(Typing frame) {
            long now = session.now();
            boolean again = frame.chat().equals(lastChat) && now - lastAt < PAUSE.toNanos();
            if (again) {
                meters.counted(false);
                return Future.succeededFuture(null);
            }
            lastChat = frame.chat();
            lastAt = now;
            ServerFrame told = new ServerFrame.Typing(frame.chat(), session.user(), frame.what());
            return owners.askOnce(
                            frame.chat(),
                            new TellMembers(
                                    frame.chat(),
                                    session.user(),
                                    "typing",
                                    FrameCodec.encode(told),
                                    PAUSE.toMillis(),
                                    maxMembers))
                    .<@Nullable ServerFrame>map(done -> {
                        meters.counted(done.told());
                        return null;
                    })
                    .recover(Writer::withoutPassingTrouble);
        }

        /** It is not worth a word that nobody was told. That it never will be is. */
        private static Future<@Nullable ServerFrame> withoutPassingTrouble(Throwable failure) {
            return failure instanceof RookeryException known && known.code().retryable()
                    ? Future.succeededFuture(null)
                    : Future.failedFuture(failure);
        }
    }
}
