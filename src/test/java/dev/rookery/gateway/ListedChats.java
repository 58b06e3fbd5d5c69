package dev.rookery.gateway;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.HeadRaise;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.store.ChatStore;
import dev.rookery.store.InboxRow;
import dev.rookery.store.InboxStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which chats a user is in, as the test says. */
final class ListedChats implements ChatStore, InboxStore {
    final Map<UserId, List<ChatId>> byUser = new ConcurrentHashMap<>();
    /** Whether the store does not answer. */
    volatile boolean fail;

    @Override
    public Future<CreatedChat> create(Chat chat) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Future<Optional<Chat>> find(ChatId chat) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Future<List<ChatId>> chatsOf(UserId user, @Nullable ChatId after, int limit) {
        if (fail) {
            return Future.failedFuture(
                    new RookeryException(ErrorCode.STORE_UNAVAILABLE, ErrorCode.STORE_UNAVAILABLE.title()));
        }
        List<ChatId> all = byUser.getOrDefault(user, List.of());
        int from = after == null ? 0 : all.indexOf(after) + 1;
        return Future.succeededFuture(all.subList(from, Math.min(all.size(), from + limit)));
    }

    @Override
    public Future<Set<ChatId>> among(UserId user, Collection<ChatId> chats) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Future<Long> count(UserId user) {
        return Future.succeededFuture(
                (long) byUser.getOrDefault(user, List.of()).size());
    }

    @Override
    public Future<List<InboxRow>> rows(UserId user, @Nullable ChatId after, int limit) {
        return chatsOf(user, after, limit).map(ids -> ids.stream()
                .map(chat -> new InboxRow(chat, null, MemberMarks.none(user)))
                .toList());
    }

    @Override
    public Future<Void> raise(List<HeadRaise> raises) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public Future<Optional<Long>> raised(ChatId chat) {
        return Future.failedFuture(new UnsupportedOperationException());
    }
}
