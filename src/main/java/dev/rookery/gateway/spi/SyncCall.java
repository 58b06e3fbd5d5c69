package dev.rookery.gateway.spi;

import dev.rookery.auth.Principal;
import dev.rookery.domain.ChatId;
import dev.rookery.wire.ClientFrame.Sync;
import dev.rookery.wire.ServerFrame;
import dev.rookery.wire.ServerFrame.Synced;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One sync frame while it is answered: what was asked, where the answer goes, and what its last frame will say. */
public final class SyncCall {
    private final Sync frame;
    private final Principal principal;
    private final Function<ServerFrame, Future<Void>> sink;
    private final List<ChatId> gone = new ArrayList<>();
    private final List<ChatId> again = new ArrayList<>();
    private int chats;

    /** @param sink completes when the frame left for the network; fails when the session is over */
    public SyncCall(Sync frame, Principal principal, Function<ServerFrame, Future<Void>> sink) {
        this.frame = frame;
        this.principal = principal;
        this.sink = sink;
    }

    public Sync frame() {
        return frame;
    }

    public Principal principal() {
        return principal;
    }

    /** Completes when this frame, and with it all earlier ones, left for the network: only then make the next one. */
    public Future<Void> send(ServerFrame next) {
        return sink.apply(next);
    }

    /** The user is in so many more chats. */
    public void count(int more) {
        chats += more;
    }

    /** The client named this chat, and the user is not in it. */
    public void gone(ChatId chat) {
        gone.add(chat);
    }

    /** More of this chat is to be had, or it could not be read now: the client has to ask again. */
    public void again(ChatId chat) {
        again.add(chat);
    }

    public ServerFrame last() {
        return new Synced(frame.id(), chats, gone, again);
    }
}
