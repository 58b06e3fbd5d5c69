package dev.rookery.feature.chats;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.limit.LimitName;
import dev.rookery.limit.Limits;
import dev.rookery.store.ChatStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Keeps the chats of a user few enough to sync: nobody can open one more with somebody who is in so many. Counts are
 * remembered for a while, so the limit may be passed by what several nodes let through meanwhile.
 */
public final class ChatCounts {
    private static final int AT_A_TIME = 32;
    private static final int REMEMBERED = 100_000;
    private static final Duration FOR = Duration.ofMinutes(5);

    private final ChatStore chats;
    private final Limits limits;
    private final Cache<UserId, Long> counts =
            Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FOR).build();

    public ChatCounts(ChatStore chats, Limits limits) {
        this.chats = chats;
        this.limits = limits;
    }

    /**
     * Fails with {@code too_many_chats} if one of them is in as many chats as one may be, unless the chat is there already.
     */
    Future<Void> requireRoom(ChatId wanted, Collection<UserId> members) {
        return requireRoom(List.copyOf(members), 0).recover(full -> chats.find(wanted)
                .compose(found -> found.isPresent() ? Future.succeededFuture() : Future.failedFuture(full)));
    }

    private Future<Void> requireRoom(List<UserId> members, int from) {
        if (from >= members.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + AT_A_TIME, members.size());
        return Future.all(members.subList(from, to).stream()
                        .map(this::requireRoom)
                        .toList())
                .compose(room -> requireRoom(members, to));
    }

    private Future<Void> requireRoom(UserId member) {
        Long known = counts.getIfPresent(member);
        return (known == null ? chats.count(member) : Future.succeededFuture(known)).compose(count -> {
            counts.put(member, count);
            if (!isFull(count)) {
                return Future.succeededFuture();
            }
            limits.meters().refused(LimitName.CHATS_PER_USER);
            return Future.failedFuture(new RookeryException(
                    ErrorCode.TOO_MANY_CHATS,
                    "Somebody here is in " + limits.config().chatsPerUser() + " chats, which is the most"));
        });
    }

    private boolean isFull(Long count) {
        return count >= limits.config().chatsPerUser();
    }

    /** They are in one more chat. */
    void opened(Collection<UserId> members) {
        members.forEach(member -> counts.asMap().computeIfPresent(member, (same, count) -> count + 1));
    }
}
