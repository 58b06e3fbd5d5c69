package dev.rookery.gateway.sync;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.inbox.InboxChat;
import dev.rookery.inbox.InboxReading;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a sync learns what a client misses. Answers come on the event loop of whoever asks. */
public interface SyncSource {
    /** Chats in one call of {@link #cursors(Principal, List)}. */
    int MOST_CURSORS = 64;

    /**
     * All chats of the user, read after the owners were asked how these stand.
     *
     * @param asked those that may turn out to have nothing new
     */
    Future<InboxReading> inbox(UserId user, Collection<ChatId> asked);

    /** The stored cursors of a device, of at most {@link #MOST_CURSORS} chats; those that it has. */
    Future<Map<ChatId, Long>> cursors(Principal device, List<ChatId> chats);

    /** All stored cursors of a device. */
    Future<Map<ChatId, Long>> cursors(Principal device);

    /** Those that there are of at most 200 people. */
    Future<List<User>> people(List<UserId> ids);

    /** When the device was signed in; empty if it is not there any more. */
    Future<Optional<Instant>> signedInAt(Principal device);

    /** Stores where the view of a device begins, in chats in which it had no cursor. */
    Future<Void> begin(Principal device, Map<ChatId, Long> cursors);

    /**
     * One answer of each owner.
     *
     * @param since a chat without a position that was created after this is brought from its beginning
     * @param chats at most 64
     * @param characters how much text the answers may hold for each chat that is asked about
     */
    Future<List<CaughtUp>> catchUp(
            UserId reader, List<Position> chats, int recent, @Nullable Instant since, int characters);

    /** Chats in whose logs nothing is new, without opening them; those that the user is in. */
    Future<List<ChatProgress>> heads(UserId reader, List<InboxChat> chats);
}
