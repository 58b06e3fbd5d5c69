package dev.rookery.ownership;

import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.domain.ChatId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The sends of one session on their way to the owners of their chats. Those of a chat get their seqs in the order in which
 * they came here, unless one is answered with an error: see {@link SendLane}. Holds no more than has no answer yet, which the
 * caller bounds. On one event loop only.
 */
public final class OrderedSends {
    private final Owner owner;
    /** Of the chats in which something has no answer. */
    private final Map<ChatId, SendLane> lanes = new HashMap<>(2);

    OrderedSends(Owner owner) {
        this.owner = owner;
    }

    /** Whom to ask, and when. Everything completes on the event loop. */
    interface Owner {
        /** One attempt. */
        Future<MessageStored> ask(SendMessage message);

        /** Before the next attempt, as the owner was wrong or did not answer. */
        Future<?> pause(ChatId chat, Duration pause);

        /** {@link System#nanoTime}. */
        long now();
    }

    /** As {@link OwnerClient#ask}. */
    public Future<MessageStored> send(SendMessage message) {
        ChatId chat = message.chat();
        return lanes.computeIfAbsent(chat, unseen -> new SendLane(owner, () -> lanes.remove(chat)))
                .send(message);
    }
}
