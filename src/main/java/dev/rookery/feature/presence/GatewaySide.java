package dev.rookery.feature.presence;

import dev.rookery.bus.message.PresenceRequest.PresenceShown;
import dev.rookery.bus.message.PresenceRequest.ShowPresence;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.feature.presence.LocalSessions.Stand;
import dev.rookery.feature.presence.machine.Audience;
import dev.rookery.feature.presence.machine.Audience.Showing;
import dev.rookery.feature.presence.machine.Herald;
import dev.rookery.feature.presence.machine.Parcel;
import dev.rookery.feature.presence.machine.PresenceTimes;
import dev.rookery.feature.presence.machine.Sight;
import dev.rookery.feature.presence.machine.Tell;
import dev.rookery.wire.ServerFrame.Presence;
import dev.rookery.wire.ServerFrame.Seen;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a node with sockets does: tells the keepers who is here, and its sockets whom they watch. On the verticle's context. */
final class GatewaySide {
    /** A store that failed is asked again. */
    private static final long RETRY_MS = 5_000;

    private final Herald herald;
    private final Audience<Looker> audience;
    private final ChatMates mates;
    private final PresenceMeters meters;
    private final LongSupplier clock;
    private final long intervalMs;
    private final Map<UserId, Count> counts = new HashMap<>();
    private final Deque<Looker> later = new ArrayDeque<>();
    private final Runnable news;

    /** Sessions of one user at this node. */
    private static final class Count {
        int active;
        int away;
    }

    /** @param news to be called when something has to be sent */
    GatewaySide(
            NodeId self,
            PresenceSettings settings,
            PresenceTimes times,
            ChatMates mates,
            PresenceMeters meters,
            LongSupplier clock,
            Runnable news) {
        this.herald =
                new Herald(self, times, bound -> ThreadLocalRandom.current().nextLong(bound));
        this.intervalMs = settings.updates().toMillis();
        this.audience = new Audience<>(intervalMs, settings.maxWatches(), herald::sight);
        this.mates = mates;
        this.meters = meters;
        this.clock = clock;
        this.news = news;
        meters.observe(herald, "rookery.presence.here", "Users with a session at this node", Herald::here);
        meters.observe(herald, "rookery.presence.watched", "Users that somebody at this node watches", Herald::watched);
        meters.observe(audience, "rookery.presence.watches", "Pairs of a socket and a user", Audience::looks);
    }

    void roster(Collection<NodeId> keepers) {
        herald.roster(keepers, clock.getAsLong());
    }

    void session(UserId user, Stand before, Stand after, long agoMs) {
        Count count = counts.computeIfAbsent(user, unseen -> new Count());
        add(count, before, -1);
        add(count, after, 1);
        if (count.active + count.away > 0) {
            herald.present(user, count.active == 0);
        } else {
            counts.remove(user);
            long now = clock.getAsLong();
            herald.left(user, now - agoMs, now);
        }
        news.run();
    }

    private static void add(Count count, Stand stand, int sessions) {
        if (stand == Stand.ACTIVE) {
            count.active += sessions;
        } else if (stand == Stand.AWAY) {
            count.away += sessions;
        }
    }

    /** Throws {@code overloaded}. A list that was not looked at yet is replaced: one of each socket is looked at a time. */
    void look(Looker looker, Set<UserId> users) {
        if (!audience.hasRoomFor(looker, users.size())) {
            throw new RookeryException(ErrorCode.OVERLOADED, "This node has no room for more people that are watched");
        }
        looker.wanted = users;
        check(looker);
    }

    void leave(Looker looker) {
        looker.over = true;
        looker.wanted = null;
        audience.leave(looker, herald::unwatch);
        news.run();
    }

    void missed(Looker looker) {
        meters.dropped();
        audience.missed(looker);
    }

    PresenceShown show(ShowPresence word) {
        herald.show(PresenceWords.show(word)).forEach(audience::changed);
        news.run();
        return new PresenceShown();
    }

    List<Parcel<Tell>> due(long now) {
        return herald.due(now);
    }

    void told(NodeId keeper, long number, long term) {
        herald.told(keeper, number, term, clock.getAsLong());
    }

    void notTold(NodeId keeper, long number) {
        herald.notTold(keeper, number, clock.getAsLong());
    }

    void tick(long now) {
        herald.tick(now).forEach(audience::changed);
        for (int waiting = later.size(); waiting > 0; waiting--) {
            Looker looker = later.remove();
            looker.queued = false;
            check(looker);
        }
    }

    void showWhatIsDue(long now) {
        for (Showing<Looker> showing : audience.due(now)) {
            meters.frame(showing.users().size());
            Looker looker = showing.socket();
            looker.socket.show(frame(showing.users()));
        }
    }

    private void check(Looker looker) {
        Set<UserId> wanted = looker.wanted;
        if (wanted == null || looker.checking || looker.over) {
            return;
        }
        if (clock.getAsLong() < looker.checkAt) {
            putOff(looker);
            return;
        }
        looker.wanted = null;
        looker.checking = true;
        looker.checkAt = clock.getAsLong() + intervalMs;
        Set<UserId> unknown = new HashSet<>(wanted);
        unknown.removeAll(looker.mates);
        Set<UserId> allowed = new HashSet<>(wanted);
        allowed.removeAll(unknown);
        if (unknown.isEmpty()) {
            apply(looker, wanted, allowed, Sight.NOTHING);
            return;
        }
        mates.among(looker.user, unknown).onComplete(found -> {
            if (found.succeeded()) {
                allowed.addAll(found.result());
                apply(looker, wanted, allowed, Sight.NOTHING);
            } else {
                meters.storeFailed();
                apply(looker, wanted, allowed, Sight.UNSURE);
                looker.wanted = looker.wanted == null ? wanted : looker.wanted;
                looker.checkAt = clock.getAsLong() + RETRY_MS;
                putOff(looker);
            }
        });
    }

    private void apply(Looker looker, Set<UserId> named, Set<UserId> allowed, Sight rest) {
        looker.checking = false;
        if (looker.over) {
            return;
        }
        looker.mates = Set.copyOf(allowed);
        audience.look(looker, named, looker.mates, rest, clock.getAsLong(), herald::watch, herald::unwatch);
        news.run();
        check(looker);
    }

    private void putOff(Looker looker) {
        if (!looker.queued) {
            looker.queued = true;
            later.add(looker);
        }
    }

    private static Presence frame(Map<UserId, Sight> users) {
        List<Seen> seen = new ArrayList<>(users.size());
        users.forEach((user, sight) -> seen.add(new Seen(
                user,
                sight.state().name().toLowerCase(Locale.ROOT),
                time(sight.lastSeen()),
                sight.unsure() ? Boolean.TRUE : null)));
        return new Presence(seen);
    }

    private static @Nullable Instant time(@Nullable Long ms) {
        return ms == null ? null : Instant.ofEpochMilli(ms);
    }
}
