package dev.rookery.feature.receipts;

import dev.rookery.api.spi.Answer.UnreadSum;
import dev.rookery.bus.message.ChatReply.Unread;
import dev.rookery.bus.message.ChatReply.UnreadCounts;
import dev.rookery.bus.message.ChatRequest.CountUnread;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.store.ChatStore;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is unread in all chats of somebody together, as their owners know it. */
final class UnreadSums {
    private static final int LISTED = 200;
    private static final int AT_A_TIME = 64;

    private final ChatStore chats;
    private final OwnerClient owners;

    UnreadSums(ChatStore chats, OwnerClient owners) {
        this.chats = chats;
        this.owners = owners;
    }

    Future<UnreadSum> of(UserId user) {
        return pages(user, null, new UnreadSum(0, 0));
    }

    private Future<UnreadSum> pages(UserId user, @Nullable ChatId after, UnreadSum before) {
        return chats.chatsOf(user, after, LISTED).compose(ids -> add(user, ids, before)
                .compose(sum ->
                        ids.size() < LISTED ? Future.succeededFuture(sum) : pages(user, ids.get(LISTED - 1), sum)));
    }

    private Future<UnreadSum> add(UserId user, List<ChatId> ids, UnreadSum before) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(before);
        }
        int split = Math.min(AT_A_TIME, ids.size());
        return owners.<UnreadCounts>askEach(ids.subList(0, split), group -> new CountUnread(user, group))
                .compose(answers -> add(user, ids.subList(split, ids.size()), sum(before, answers)));
    }

    private static UnreadSum sum(UnreadSum before, List<UnreadCounts> answers) {
        long messages = before.messages();
        int chats = before.chats();
        for (UnreadCounts answer : answers) {
            for (Unread unread : answer.chats()) {
                messages += unread.messages();
                chats += unread.messages() > 0 || unread.marked() ? 1 : 0;
            }
        }
        return new UnreadSum(messages, chats);
    }
}
