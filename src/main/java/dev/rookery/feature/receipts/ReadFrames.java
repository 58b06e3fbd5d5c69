package dev.rookery.feature.receipts;

import dev.rookery.bus.message.ChatRequest.MarkRead;
import dev.rookery.domain.UserId;
import dev.rookery.gateway.spi.ClientSession;
import dev.rookery.gateway.spi.FrameHandler;
import dev.rookery.limit.UserRate;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.wire.ClientFrame.Read;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Passes on what people have seen. The owner of the chat stores it and tells it. */
final class ReadFrames implements FrameHandler<Read> {
    private final OwnerClient owners;
    private final UserRate rate;

    ReadFrames(OwnerClient owners, UserRate rate) {
        this.owners = owners;
        this.rate = rate;
    }

    @Override
    public Class<Read> type() {
        return Read.class;
    }

    @Override
    public void charge(UserId user, Read frame) {
        rate.take(user);
    }

    @Override
    public Exchange<Read> begin(ClientSession session) {
        return frame -> answer(session, frame);
    }

    /** With an id it is answered once it is stored. */
    private Future<@Nullable ServerFrame> answer(ClientSession session, Read frame) {
        boolean durably = frame.id() != null;
        return owners.ask(frame.chat(), new MarkRead(frame.chat(), session.user(), frame.seq(), durably))
                .map(done -> durably ? ServerFrame.Receipts.own(frame.id(), frame.chat(), done.reading()) : null);
    }
}
