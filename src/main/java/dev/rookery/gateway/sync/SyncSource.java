package dev.rookery.gateway.sync;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.CaughtUp;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a sync learns what a client misses. Answers come on the event loop of whoever asks. */
public interface SyncSource {

    /** Ids of chats of the user, in the store's order; fewer than {@code limit} only at the end. */
    Future<List<ChatId>> chatsOf(UserId user, @Nullable ChatId after, int limit);

    /** The stored cursors of a device, of at most 64 chats; those that it has. */
    Future<Map<ChatId, Long>> cursors(Principal device, List<ChatId> chats);

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
}
