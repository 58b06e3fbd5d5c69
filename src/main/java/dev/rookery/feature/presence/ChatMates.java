package dev.rookery.feature.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rookery.async.Gate;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import dev.rookery.store.ChatStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who shares a chat with whom. The id of a 1:1 chat follows from its two people, so one read of one partition tells of
 * hundreds; only who is left is looked for in the groups, whose members many ask for and which are kept for a minute. On one
 * context.
 */
final class ChatMates {
    private static final int PAGE = 200;
    /** Of somebody who is in more, only these are looked through. */
    private static final int MOST_CHATS = 600;

    private static final int CHATS_AT_ONCE = 16;
    private static final int READS_AT_ONCE = 32;
    private static final int MOST_WAITING = 20_000;
    private static final int KEPT_CHATS = 1_000;
    private static final Duration KEPT_FOR = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ChatStore chats;
    private final Gate gate = new Gate(READS_AT_ONCE, MOST_WAITING);
    private final Cache<ChatId, Future<Set<UserId>>> members = Caffeine.newBuilder()
            .maximumSize(KEPT_CHATS)
            .expireAfterWrite(KEPT_FOR)
            .build();

    ChatMates(ChatStore chats) {
        this.chats = chats;
    }

    /** Those of the users that share a chat with somebody, who is one of them. Fails if the store does not answer. */
    Future<Set<UserId>> among(UserId somebody, Set<UserId> users) {
        Set<UserId> found = new HashSet<>();
        Map<ChatId, UserId> direct = new HashMap<>();
        for (UserId user : users) {
            if (user.equals(somebody)) {
                found.add(user);
            } else {
                direct.put(ChatId.direct(somebody, user), user);
            }
        }
        return direct(somebody, List.copyOf(direct.keySet()), direct, found).compose(done -> {
            Set<UserId> left = new HashSet<>(users);
            left.removeAll(found);
            return left.isEmpty()
                    ? Future.succeededFuture(found)
                    : groups(somebody, null, 0, direct.keySet(), left, found);
        });
    }

    private Future<Void> direct(UserId somebody, List<ChatId> ids, Map<ChatId, UserId> peers, Set<UserId> found) {
        if (ids.isEmpty()) {
            return Future.succeededFuture();
        }
        int split = Math.min(PAGE, ids.size());
        return read(() -> chats.among(somebody, ids.subList(0, split))).compose(there -> {
            for (ChatId chat : there) {
                UserId peer = peers.get(chat);
                if (peer != null) {
                    found.add(peer);
                }
            }
            return direct(somebody, ids.subList(split, ids.size()), peers, found);
        });
    }

    private Future<Set<UserId>> groups(
            UserId somebody,
            @Nullable ChatId after,
            int seen,
            Set<ChatId> direct,
            Set<UserId> left,
            Set<UserId> found) {
        return read(() -> chats.chatsOf(somebody, after, PAGE)).compose(page -> {
            List<ChatId> unknown =
                    page.stream().filter(chat -> !direct.contains(chat)).toList();
            return each(unknown, left, found).compose(done -> {
                boolean over = left.isEmpty() || page.size() < PAGE || seen + PAGE >= MOST_CHATS;
                return over
                        ? Future.succeededFuture(found)
                        : groups(somebody, page.get(page.size() - 1), seen + PAGE, direct, left, found);
            });
        });
    }

    private Future<Void> each(List<ChatId> ids, Set<UserId> left, Set<UserId> found) {
        if (ids.isEmpty() || left.isEmpty()) {
            return Future.succeededFuture();
        }
        int split = Math.min(CHATS_AT_ONCE, ids.size());
        List<Future<Set<UserId>>> some = new ArrayList<>();
        ids.subList(0, split).forEach(id -> some.add(members(id)));
        return Future.all(some).compose(done -> {
            for (Future<Set<UserId>> each : some) {
                for (UserId member : each.result()) {
                    if (left.remove(member)) {
                        found.add(member);
                    }
                }
            }
            return each(ids.subList(split, ids.size()), left, found);
        });
    }

    private Future<Set<UserId>> members(ChatId id) {
        Future<Set<UserId>> kept = members.getIfPresent(id);
        if (kept != null && !kept.failed()) {
            return kept;
        }
        Future<Set<UserId>> asked = read(() -> chats.find(id))
                .map(chat -> chat.map(Chat::members).map(Set::copyOf).orElse(Set.of()));
        members.put(id, asked);
        return asked;
    }

    private <T> Future<T> read(Supplier<Future<T>> query) {
        return gate.pass(System.nanoTime() + PATIENCE.toNanos(), query);
    }
}
