package dev.rookery.store;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chats, their members, and which chats a user is in. */
public interface ChatStore {

    /**
     * Stores the chat and its member rows in one atomic step unless it exists; answers with what is stored. Before that it is
     * put into its members' lists, with a head of 0, so that one that exists is in all of them. Safe to repeat after a failure or a crash.
     */
    Future<CreatedChat> create(Chat chat);

    Future<Optional<Chat>> find(ChatId chat);

    /**
     * Ids of the chats a user is in, ordered by id; perhaps also of chats whose creation failed half-way.
     *
     * @param after the last id of the page before, null for the first page
     * @param limit 1 to 200
     */
    Future<List<ChatId>> chatsOf(UserId user, @Nullable ChatId after, int limit);

    /** Which of these chats a user is in; perhaps some more, as {@link #chatsOf}. At most 200 at a time. */
    Future<Set<ChatId>> among(UserId user, Collection<ChatId> chats);

    /** In how many chats a user is; perhaps some more, as {@link #chatsOf}. */
    Future<Long> count(UserId user);

    record CreatedChat(Chat chat, boolean created) {}
}
