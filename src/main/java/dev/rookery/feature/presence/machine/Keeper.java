package dev.rookery.feature.presence.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.feature.presence.machine.KnownGateway.Word;
import dev.rookery.feature.presence.machine.Show.Offline;
import dev.rookery.feature.presence.machine.Sight.State;
import dev.rookery.feature.presence.machine.Tell.Left;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the presence of the users that gateways tell it of, and tells the gateways that watch. It does not ask whether a user
 * is its own: who tells it of one believes so, and takes that back when it believes otherwise.
 *
 * <p>It says nothing of somebody of whom it knows nothing until every gateway has told it everything, or until nobody of whom
 * it should know could still linger: so a user whose keeper changes is not seen to leave.
 *
 * <p>All times are ms since 1970 of one clock that does not jump.
 */
public final class Keeper {
    private final NodeId self;
    private final PresenceTimes times;
    private final Map<UserId, Kept> users = new HashMap<>();
    private final Map<NodeId, KnownGateway> gateways = new HashMap<>();
    private final Agenda agenda = new Agenda();
    /** Of whom nothing is known yet. */
    private final Set<UserId> unknown = new LinkedHashSet<>();
    /** Whose last sign of life has to be read. */
    private final Set<UserId> unread = new LinkedHashSet<>();
    /** Who has a last sign of life that has to be stored. */
    private final Map<UserId, Long> unsaved = new LinkedHashMap<>();

    private Set<NodeId> expected = Set.of();
    private long view;
    private long changedAt;
    private boolean settled;
    private long terms;
    private long numbers;
    private long refused;
    private long unsavedLost;

    public Keeper(NodeId self, PresenceTimes times, long now) {
        this.self = self;
        this.times = times;
        this.changedAt = now;
    }

    /**
     * @param on gateways that serve
     * @param keepers how this node sees those who keep
     */
    public void roster(Set<NodeId> on, long keepers, long now) {
        if (!on.equals(expected) || keepers != view) {
            expected = Set.copyOf(on);
            view = keepers;
            changedAt = now;
            settled = false;
        }
        List.copyOf(gateways.keySet()).stream().filter(id -> !on.contains(id)).forEach(id -> lose(id, now));
        settle(now);
    }

    /** Answers since when it knows the gateway: with another term than before, it has forgotten it between. */
    public long tell(Tell told, long now) {
        NodeId from = told.gateway();
        KnownGateway gateway = gateways.computeIfAbsent(from, unseen -> new KnownGateway(++terms));
        if (!gateway.accepts(told, now)) {
            return gateway.term;
        }
        settled = settled && (!expected.contains(from) || gateway.isComplete(view));
        told.active().forEach(user -> claim(from, gateway, user, false, now));
        told.away().forEach(user -> claim(from, gateway, user, true, now));
        for (Left left : told.left()) {
            gateway.unclaims(left.user());
            boolean unused = change(left.user(), kept -> kept.left(from, now - left.agoMs()), now);
        }
        told.moved().forEach(user -> unclaim(from, gateway, user, now));
        told.watched().forEach(user -> watch(from, gateway, user, now));
        told.shown().forEach(user -> hint(user, now));
        told.unwatched().forEach(user -> unwatch(from, gateway, user, now));
        if (told.complete()) {
            gateway.takeUnconfirmedClaims().forEach(user -> unclaim(from, gateway, user, now));
            gateway.takeUnconfirmedWatches().forEach(user -> unwatch(from, gateway, user, now));
            gateway.complete(told.view());
        }
        settle(now);
        return gateway.term;
    }

    /** To be called a few times a second. */
    public void tick(long now) {
        for (NodeId id : List.copyOf(gateways.keySet())) {
            KnownGateway gateway = gateways.get(id);
            if (gateway != null && now - gateway.heardAt > PresenceTimes.SILENCE_MS) {
                lose(id, now);
            }
        }
        settle(now);
        while (agenda.hasDue(now)) {
            UserId user = agenda.next();
            Kept kept = users.get(user);
            if (kept != null && kept.dueAt <= now) {
                kept.dueAt = Kept.NEVER;
                review(user, kept, now);
            }
        }
    }

    /** What is to be told now; each parcel is answered by {@link #shown} or {@link #notShown}. */
    public List<Parcel<Show>> due(long now) {
        List<Parcel<Show>> parcels = new ArrayList<>();
        gateways.forEach((id, gateway) -> {
            if (gateway.outbox.isDue(now)) {
                parcels.add(new Parcel<>(id, batch(gateway, now)));
            }
        });
        return parcels;
    }

    public void shown(NodeId gateway, long number, long now) {
        KnownGateway known = gateways.get(gateway);
        if (known != null) {
            boolean unused = known.outbox.arrived(number, now);
        }
    }

    public void notShown(NodeId gateway, long number, long now) {
        KnownGateway known = gateways.get(gateway);
        if (known != null) {
            known.outbox.failed(number, now);
        }
    }

    /** Users whose last sign of life is to be read; each is answered by {@link #found} or {@link #notFound}. */
    public List<UserId> takeUnread(int most) {
        List<UserId> taken = unread.stream().limit(most).toList();
        taken.forEach(unread::remove);
        return taken;
    }

    /** @param lastSeen null if there is none */
    public void found(UserId user, @Nullable Long lastSeen, long now) {
        ifKept(user, now, kept -> {
            kept.reading = false;
            if (!kept.seenKnown) {
                kept.seenKnown = true;
                kept.seenFailed = false;
                kept.lastSeen = lastSeen;
            }
        });
    }

    public void notFound(UserId user, long now) {
        ifKept(user, now, kept -> {
            kept.reading = false;
            kept.seenFailed = !kept.seenKnown;
            kept.readAt = now + PresenceTimes.REREAD_MS;
            plan(user, kept, now + PresenceTimes.REREAD_MS);
        });
    }

    /** Last signs of life to be stored; each is answered by {@link #saved} or {@link #notSaved}. */
    public Map<UserId, Long> takeUnsaved(int most) {
        Map<UserId, Long> taken = new LinkedHashMap<>();
        unsaved.entrySet().stream().limit(most).forEach(each -> taken.put(each.getKey(), each.getValue()));
        taken.keySet().forEach(unsaved::remove);
        return taken;
    }

    public void saved(UserId user, long at, long now) {
        ifKept(user, now, kept -> {
            if (kept.unsaved == at) {
                kept.unsaved = Kept.NEVER;
                if (!kept.isPresent() && kept.leftAt == Kept.NEVER) {
                    release(user, kept);
                }
            }
        });
    }

    public void notSaved(UserId user, long at) {
        Kept kept = users.get(user);
        if (kept != null && kept.unsaved == at) {
            unsaved.putIfAbsent(user, at);
        }
    }

    public int users() {
        return users.size();
    }

    public int waitingToBeSaved() {
        return unsaved.size();
    }

    public int notKnownYet() {
        return unknown.size();
    }

    /** How many users there was no room for. */
    public long refused() {
        return refused;
    }

    /** How many last signs of life made room before they were stored. */
    public long unsavedLost() {
        return unsavedLost;
    }

    private void claim(NodeId from, KnownGateway gateway, UserId user, boolean away, long now) {
        if (change(user, kept -> kept.claim(from, away), now)) {
            gateway.claims(user);
        }
    }

    private void unclaim(NodeId from, KnownGateway gateway, UserId user, long now) {
        gateway.unclaims(user);
        ifKept(user, now, kept -> {
            kept.unclaim(from);
            kept.forgetLeft(from);
        });
    }

    private void watch(NodeId from, KnownGateway gateway, UserId user, long now) {
        boolean taken = change(user, kept -> kept.watch(from), now);
        if (taken) {
            gateway.watches(user);
            Kept kept = users.get(user);
            if (kept != null && kept.sight() != null) {
                gateway.outbox.add(new Word(user, false));
            }
        }
    }

    private void unwatch(NodeId from, KnownGateway gateway, UserId user, long now) {
        gateway.unwatches(user);
        ifKept(user, now, kept -> kept.unwatch(from));
    }

    private void hint(UserId user, long now) {
        ifKept(user, now, kept -> {
            if (kept.state == null) {
                kept.hintAt = now;
            }
        });
    }

    private void lose(NodeId id, long now) {
        KnownGateway gone = gateways.remove(id);
        if (gone != null) {
            gone.watched.forEach(user -> ifKept(user, now, kept -> kept.unwatch(id)));
            gone.claimed.forEach(user -> ifKept(user, now, kept -> kept.lost(id, gone.heardAt)));
        }
    }

    private void ifKept(UserId user, long now, Consumer<Kept> change) {
        Kept kept = users.get(user);
        if (kept != null) {
            apply(user, kept, change, now);
        }
    }

    /** False if there is no room for another user. */
    private boolean change(UserId user, Consumer<Kept> change, long now) {
        Kept kept = users.get(user);
        if (kept == null) {
            if (users.size() >= times.mostUsers() && !makeRoom()) {
                refused++;
                return false;
            }
            kept = new Kept();
            users.put(user, kept);
        }
        apply(user, kept, change, now);
        return true;
    }

    /** While the store is away, those who left long ago make room for those who come. */
    private boolean makeRoom() {
        for (UserId user : unsaved.keySet().stream().limit(16).toList()) {
            Kept kept = users.get(user);
            unsaved.remove(user);
            if (kept != null) {
                kept.unsaved = Kept.NEVER;
                unsavedLost++;
                if (kept.isIdle()) {
                    forget(user);
                    return true;
                }
            }
        }
        return false;
    }

    private void apply(UserId user, Kept kept, Consumer<Kept> change, long now) {
        Sight before = kept.sight();
        change.accept(kept);
        judge(user, kept, now);
        tellIfChanged(user, kept, before);
    }

    private void review(UserId user, Kept kept, long now) {
        apply(user, kept, unchanged -> {}, now);
    }

    private void tellIfChanged(UserId user, Kept kept, @Nullable Sight before) {
        Sight after = kept.sight();
        if (after != null && !after.equals(before)) {
            for (NodeId watcher : kept.watchers) {
                KnownGateway gateway = gateways.get(watcher);
                if (gateway != null) {
                    gateway.outbox.add(new Word(user, false));
                }
            }
        }
        if (kept.isIdle()) {
            forget(user);
        }
    }

    private void forget(UserId user) {
        users.remove(user);
        unknown.remove(user);
        unread.remove(user);
    }

    private void judge(UserId user, Kept kept, long now) {
        if (kept.isPresent()) {
            present(user, kept, now);
            return;
        }
        kept.saveAt = Kept.NEVER;
        if (kept.leftAt == Kept.NEVER && kept.state != State.OFFLINE) {
            // Whoever told of this user told somebody else since, or has still to come.
            kept.state = null;
            if (settled && kept.hintAt != Kept.NEVER) {
                kept.leftAt = kept.hintAt;
            }
        }
        if (kept.leftAt != Kept.NEVER) {
            leave(user, kept, now);
        } else if (kept.state == null && settled) {
            kept.state = State.OFFLINE;
        }
        if (kept.state == null) {
            unknown.add(user);
        } else {
            unknown.remove(user);
            kept.hintAt = Kept.NEVER;
        }
        if (kept.state == State.OFFLINE && !kept.watchers.isEmpty() && kept.wantsRead(now)) {
            kept.reading = true;
            unread.add(user);
        }
    }

    private void present(UserId user, Kept kept, long now) {
        kept.state = kept.claims.containsValue(false) ? State.ONLINE : State.AWAY;
        kept.leftAt = Kept.NEVER;
        kept.hintAt = Kept.NEVER;
        kept.seenKnown = false;
        kept.seenFailed = false;
        kept.reading = false;
        kept.lastSeen = null;
        unknown.remove(user);
        unread.remove(user);
        release(user, kept);
        if (kept.saveAt == Kept.NEVER) {
            kept.saveAt = now + times.saveMs();
        } else if (now >= kept.saveAt) {
            kept.saveAt = now + times.saveMs();
            kept.unsaved = now;
            unsaved.put(user, now);
        }
        plan(user, kept, kept.saveAt);
    }

    private void leave(UserId user, Kept kept, long now) {
        if (kept.state == State.OFFLINE || now >= kept.leftAt + times.lingerMs()) {
            kept.offline(kept.leftAt);
            unsaved.put(user, kept.unsaved);
        } else {
            kept.state = kept.state == null ? State.ONLINE : kept.state;
            plan(user, kept, kept.leftAt + times.lingerMs());
        }
    }

    private void plan(UserId user, Kept kept, long at) {
        if (kept.dueAt == Kept.NEVER || at < kept.dueAt) {
            kept.dueAt = at;
            agenda.add(at, user);
        }
    }

    /** Gateways need not remember the user any longer. */
    private void release(UserId user, Kept kept) {
        for (NodeId id : kept.leftGateways) {
            KnownGateway gateway = gateways.get(id);
            if (gateway != null) {
                gateway.outbox.add(new Word(user, true));
            }
        }
        kept.leftGateways = Set.of();
    }

    private void settle(long now) {
        if (settled) {
            return;
        }
        settled = now >= changedAt + times.lingerMs()
                || (!expected.isEmpty()
                        && expected.stream()
                                .map(gateways::get)
                                .allMatch(gateway -> gateway != null && gateway.isComplete(view)));
        if (settled) {
            for (UserId user : List.copyOf(unknown)) {
                Kept kept = users.get(user);
                if (kept != null) {
                    review(user, kept, now);
                }
            }
        }
    }

    private Show batch(KnownGateway gateway, long now) {
        List<UserId> active = new ArrayList<>();
        List<UserId> away = new ArrayList<>();
        List<Offline> offline = new ArrayList<>();
        List<UserId> stored = new ArrayList<>();
        for (Word word : gateway.outbox.take(PresenceTimes.BATCH, ++numbers, now)) {
            Kept kept = users.get(word.user());
            Sight sight = kept == null ? null : kept.sight();
            if (word.stored()) {
                stored.add(word.user());
            } else if (sight != null) {
                switch (sight.state()) {
                    case ONLINE -> active.add(word.user());
                    case AWAY -> away.add(word.user());
                    case OFFLINE -> offline.add(new Offline(word.user(), sight.lastSeen(), sight.unsure()));
                }
            }
        }
        return new Show(self, numbers, active, away, offline, stored);
    }
}
