package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.MemberMarks;
import io.vertx.core.Future;
import java.util.List;

/**
 * How far members got in a chat, by chat and in their inboxes. No write here is fenced and none has to be: of two numbers the
 * store keeps the higher one, in whichever order they come and from whichever owner.
 */
public interface MarkStore {

    /**
     * Durable when it completes, first in the chat and then in the inboxes of these members. Safe to repeat; after a failure any part may be
     * stored.
     *
     * @param marks where a number is 0 nothing is written
     */
    Future<Void> raise(ChatId chat, List<MemberMarks> marks);

    /** Of all members who have any. */
    Future<List<MemberMarks>> of(ChatId chat);
}
