package dev.rookery.feature.presence.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.feature.presence.machine.Show.Offline;
import dev.rookery.feature.presence.machine.Sight.State;
import dev.rookery.feature.presence.machine.Tell.Left;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Speaks for the sessions of one gateway: tells each keeper who is here and who is watched from here, and remembers what the
 * keepers answered. Somebody who left is remembered until a keeper says that it is stored, so that it can be told to the next
 * keeper should this one die. Times as those of {@link Keeper}.
 */
public final class Herald {
    /** In which the users of a keeper that went are told to the others. */
    private static final long JITTER_MS = 400;
    /** Nobody asks any more then. */
    private static final long FORGET_MS = 3_600_000;

    private final NodeId self;
    private final PresenceTimes times;
    private final LongUnaryOperator random;
    private final Map<UserId, Here> here = new HashMap<>();
    private final Map<UserId, Watched> watched = new HashMap<>();
    /** Those of {@link #here} who left, the first first. */
    private final Set<UserId> left = new LinkedHashSet<>();

    private final Map<NodeId, Peer> peers = new HashMap<>();
    private Keepers keepers = new Keepers(List.of());
    private long numbers;

    private static final class Here {
        @Nullable NodeId keeper;

        boolean present;
        boolean away;
        long leftAt;
    }

    private static final class Watched {
        @Nullable NodeId keeper;

        @Nullable Sight sight;
    }

    /** @param watched whether it is about who watches the user, or else about the user's sessions */
    private record Subject(UserId user, boolean watched) {}

    private static final class Peer {
        final Outbox<Subject> outbox = new Outbox<>();
        boolean fresh = true;
        boolean freshUnderway;
        long term = -1;
        long sentAt = Kept.NEVER;
        long answeredAt;
        boolean silent;
        /** Of what it said last. */
        long shown;
    }

    /** @param random from 0 to below its argument */
    public Herald(NodeId self, PresenceTimes times, LongUnaryOperator random) {
        this.self = self;
        this.times = times;
        this.random = random;
    }

    /** @param nodes that keep, as far as this node sees */
    public void roster(Collection<NodeId> nodes, long now) {
        Keepers next = new Keepers(nodes);
        if (next.view() == keepers.view()) {
            return;
        }
        keepers = next;
        peers.keySet().retainAll(Set.copyOf(next.nodes()));
        next.nodes().forEach(node -> peers.computeIfAbsent(node, unseen -> new Peer()).answeredAt = now);
        peers.values().forEach(peer -> peer.outbox.notBefore(now + random.applyAsLong(JITTER_MS)));
        here.forEach((user, state) -> {
            NodeId before = state.keeper;
            state.keeper = next.of(user);
            move(new Subject(user, false), before, state.keeper);
        });
        watched.forEach((user, state) -> {
            NodeId before = state.keeper;
            state.keeper = next.of(user);
            move(new Subject(user, true), before, state.keeper);
        });
    }

    /** A user has sessions here. */
    public void present(UserId user, boolean away) {
        Here state = here.computeIfAbsent(user, this::arrive);
        if (!state.present || state.away != away) {
            state.present = true;
            state.away = away;
            left.remove(user);
            tell(state.keeper, new Subject(user, false));
        }
    }

    /** A user has none any more. */
    public void left(UserId user, long at, long now) {
        Here state = here.get(user);
        if (state == null || !state.present) {
            return;
        }
        state.present = false;
        state.leftAt = Math.min(at, now);
        left.add(user);
        tell(state.keeper, new Subject(user, false));
        if (left.size() > times.mostUsers()) {
            forget(left.iterator().next());
        }
    }

    public void watch(UserId user) {
        if (!watched.containsKey(user)) {
            Watched state = new Watched();
            state.keeper = keepers.of(user);
            watched.put(user, state);
            tell(state.keeper, new Subject(user, true));
        }
    }

    public void unwatch(UserId user) {
        Watched state = watched.remove(user);
        if (state != null) {
            tell(state.keeper, new Subject(user, true));
        }
    }

    /** What is to be told now; each parcel is answered by {@link #told} or {@link #notTold}. */
    public List<Parcel<Tell>> due(long now) {
        List<Parcel<Tell>> parcels = new ArrayList<>();
        peers.forEach((node, peer) -> {
            boolean beat = peer.sentAt == Kept.NEVER || now - peer.sentAt >= PresenceTimes.BEAT_MS;
            if (peer.outbox.isDue(now) || (beat && peer.outbox.isFree(now))) {
                parcels.add(new Parcel<>(node, batch(node, peer, now)));
            }
        });
        return parcels;
    }

    public void told(NodeId keeper, long number, long term, long now) {
        Peer peer = peers.get(keeper);
        if (peer == null || !peer.outbox.arrived(number, now)) {
            return;
        }
        peer.answeredAt = now;
        if (peer.freshUnderway) {
            peer.fresh = false;
        }
        if (peer.term != -1 && peer.term != term) {
            announceAll(keeper, peer);
        }
        peer.term = term;
    }

    public void notTold(NodeId keeper, long number, long now) {
        Peer peer = peers.get(keeper);
        if (peer != null) {
            peer.outbox.failed(number, now);
        }
    }

    /** Takes what a keeper says; answers with the users who are seen otherwise than before. */
    public List<UserId> show(Show word) {
        Peer peer = peers.get(word.keeper());
        List<UserId> changed = new ArrayList<>();
        if (peer == null || word.number() <= peer.shown) {
            return changed;
        }
        peer.shown = word.number();
        word.active().forEach(user -> see(word.keeper(), user, Sight.ONLINE, changed));
        word.away().forEach(user -> see(word.keeper(), user, Sight.AWAY, changed));
        for (Offline each : word.offline()) {
            Sight sight = new Sight(State.OFFLINE, each.lastSeen(), each.unsure());
            see(word.keeper(), each.user(), sight, changed);
        }
        for (UserId user : word.stored()) {
            Here state = here.get(user);
            if (state != null && !state.present && !peer.outbox.holds(new Subject(user, false))) {
                forget(user);
            }
        }
        return changed;
    }

    /** To be called about once a second; answers with the users of whom it is not sure any more, or is again. */
    public List<UserId> tick(long now) {
        List<UserId> changed = new ArrayList<>();
        peers.forEach((node, peer) -> {
            boolean silent = now - peer.answeredAt > PresenceTimes.SILENCE_MS;
            if (silent != peer.silent) {
                peer.silent = silent;
                watched.forEach((user, state) -> {
                    if (node.equals(state.keeper)) {
                        changed.add(user);
                    }
                });
            }
        });
        while (!left.isEmpty()) {
            UserId first = left.iterator().next();
            Here state = here.get(first);
            if (state != null && now - state.leftAt <= FORGET_MS) {
                break;
            }
            forget(first);
        }
        return changed;
    }

    /** How a watched user is seen; null while that is not known. */
    public @Nullable Sight sight(UserId user) {
        Watched state = watched.get(user);
        if (state == null || state.sight == null) {
            return null;
        }
        Peer peer = state.keeper == null ? null : peers.get(state.keeper);
        return peer == null || peer.silent ? new Sight(state.sight.state(), state.sight.lastSeen(), true) : state.sight;
    }

    public int here() {
        return here.size() - left.size();
    }

    public int watched() {
        return watched.size();
    }

    private Here arrive(UserId user) {
        Here state = new Here();
        state.keeper = keepers.of(user);
        return state;
    }

    private void forget(UserId user) {
        left.remove(user);
        here.remove(user);
    }

    private void see(NodeId keeper, UserId user, Sight sight, List<UserId> changed) {
        Watched state = watched.get(user);
        if (state != null && keeper.equals(state.keeper) && !sight.equals(state.sight)) {
            state.sight = sight;
            changed.add(user);
        }
    }

    private void move(Subject subject, @Nullable NodeId before, @Nullable NodeId after) {
        if (after == null || !after.equals(before)) {
            tell(before, subject);
            tell(after, subject);
        }
    }

    private void tell(@Nullable NodeId keeper, Subject subject) {
        Peer peer = keeper == null ? null : peers.get(keeper);
        if (peer != null) {
            peer.outbox.add(subject);
        }
    }

    private void announceAll(NodeId keeper, Peer peer) {
        peer.fresh = true;
        here.forEach((user, state) -> {
            if (keeper.equals(state.keeper)) {
                peer.outbox.add(new Subject(user, false));
            }
        });
        watched.forEach((user, state) -> {
            if (keeper.equals(state.keeper)) {
                peer.outbox.add(new Subject(user, true));
            }
        });
    }

    private Tell batch(NodeId node, Peer peer, long now) {
        List<UserId> active = new ArrayList<>();
        List<UserId> away = new ArrayList<>();
        List<Left> gone = new ArrayList<>();
        List<UserId> moved = new ArrayList<>();
        List<UserId> watch = new ArrayList<>();
        List<UserId> shown = new ArrayList<>();
        List<UserId> unwatch = new ArrayList<>();
        for (Subject subject : peer.outbox.take(PresenceTimes.BATCH, ++numbers, now)) {
            UserId user = subject.user();
            if (subject.watched()) {
                Watched state = watched.get(user);
                if (state == null || !node.equals(state.keeper)) {
                    unwatch.add(user);
                } else {
                    watch.add(user);
                    if (state.sight != null && state.sight.isPresent()) {
                        shown.add(user);
                    }
                }
                continue;
            }
            Here state = here.get(user);
            if (state == null || !node.equals(state.keeper)) {
                moved.add(user);
            } else if (!state.present) {
                gone.add(new Left(user, Math.max(0, now - state.leftAt)));
            } else if (state.away) {
                away.add(user);
            } else {
                active.add(user);
            }
        }
        peer.sentAt = now;
        peer.freshUnderway = peer.fresh;
        boolean complete = peer.outbox.isLast();
        return new Tell(
                self, numbers, keepers.view(), peer.fresh, complete, active, away, gone, moved, watch, shown, unwatch);
    }
}
