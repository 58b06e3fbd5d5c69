package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.HeadRaise;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The inbox: a user's chats in one read. No write here is fenced and none has to be: what is committed stays committed, and of
 * two heads of one chat the store keeps the higher one, in whichever order they come and from whichever owner.
 */
public interface InboxStore {
    /** Rows of one page. */
    int MAX_ROWS = 1_000;

    /**
     * The chats a user is in, ordered by id in the store's order; perhaps also such whose creation failed half-way. Heads that
     * stand apart are read as well, after the rows.
     *
     * @param after the last chat of the page before, null for the first page
     * @param limit 1 to {@link #MAX_ROWS}
     */
    Future<List<InboxRow>> rows(UserId user, @Nullable ChatId after, int limit);

    /**
     * Writes committed heads into the inbox of the members named, and then of each chat that all its members have it. Safe to
     * repeat; after a failure some members may have it. Once a head was written apart, later ones of the chat need no members,
     * until one is written into rows again.
     */
    Future<Void> raise(List<HeadRaise> raises);

    /** Up to which seq all members' rows tell the chat; empty if never. */
    Future<Optional<Long>> raised(ChatId chat);
}
