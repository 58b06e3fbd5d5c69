package dev.rookery.feature.presence;

import dev.rookery.domain.UserId;
import dev.rookery.wire.ServerFrame.Presence;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One socket that watches. On the context of the verticle, but for what is final. */
final class Looker {
    /** How a frame gets to it. */
    interface Socket {
        void show(Presence frame);
    }

    final UserId user;
    final Socket socket;
    /** The newest list that was not looked at yet. */
    @Nullable Set<UserId> wanted;
    /** Of whom it is known that they share a chat with the user. */
    Set<UserId> mates = Set.of();

    boolean checking;
    boolean queued;
    boolean over;
    long checkAt;

    Looker(UserId user, Socket socket) {
        this.user = user;
        this.socket = socket;
    }
}
