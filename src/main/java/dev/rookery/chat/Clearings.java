package dev.rookery.chat;

import dev.rookery.bus.message.PersistenceRequest.ClearFor;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Cleared;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far members cleared the history of a chat, each for themselves. A pointer each: nothing is deleted, and what lies
 * below it is never read for that member again.
 */
final class Clearings {
    private final ChatId chat;
    private final ChatServices services;
    private final Map<UserId, Long> through = new HashMap<>();
    private int underWay;

    Clearings(ChatId chat, ChatServices services, List<Cleared> stored) {
        this.chat = chat;
        this.services = services;
        stored.forEach(cleared -> through.put(cleared.member(), cleared.through()));
    }

    long of(UserId member) {
        return through.getOrDefault(member, 0L);
    }

    /** The lowest seq that the member may be shown. */
    long firstFor(UserId member) {
        return of(member) + 1;
    }

    /**
     * Completes when it is durable, and this node was still the owner afterwards: another one may have read the old pointer.
     * Less than was cleared before changes nothing.
     *
     * @return how far the member has cleared now
     */
    Future<Long> clear(UserId member, long upTo) {
        if (upTo <= of(member)) {
            return Future.succeededFuture(of(member));
        }
        underWay++;
        return services.write(new ClearFor(chat, new Cleared(member, upTo)))
                .compose(stored -> services.ownership().confirm())
                .onComplete(done -> underWay--)
                .map(confirmed -> through.merge(member, upTo, Math::max));
    }

    boolean isIdle() {
        return underWay == 0;
    }
}
