package dev.rookery.store;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chats, their members, and which chats a user is in. */
public interface ChatStore {

    /** Stores the chat and its member rows unless it exists; answers with what is stored. Safe to repeat after a crash. */
    Future<CreatedChat> create(Chat chat);

    Future<Optional<Chat>> find(ChatId chat);

    /**
     * Ids of the chats a user is in, ordered by id.
     *
     * @param after the last id of the page before, null for the first page
     * @param limit 1 to 200
     */
    Future<List<ChatId>> chatsOf(UserId user, @Nullable ChatId after, int limit);

    record CreatedChat(Chat chat, boolean created) {}
}
