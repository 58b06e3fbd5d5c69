package dev.rookery.ownership;

import dev.rookery.domain.NodeId;
import dev.rookery.store.Heartbeat;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guesses who lives, from heartbeats whose counts move and from who reaches whom. A wrong guess costs a restart, never
 * data. Time is the watcher's own monotonic clock, and it only counts while this node can tell: while it reads the
 * heartbeats, at most {@link Limits#credit} from one look to the next, and only if its own beat arrived too. So neither
 * a pause of this node nor one of the store makes everybody look dead. After a pause it does not count until the store has
 * answered for {@link Limits#grace}, since others may need longer to find the store again. A node gets up to {@link #MOST_PATIENCE} times the
 * limits when its beats came late before, and while it is new: it runs code that is not compiled yet, perhaps on a machine
 * with more to do, and fencing it would only bring another new one. Not thread safe.
 */
public final class PeerWatch {
    /** Without a beat of its own that arrived for so long, the store was away, or this node. */
    private static final Duration OUTAGE = Duration.ofSeconds(2);
    /** How many times as long a node is waited for that has just begun to beat. */
    static final double MOST_PATIENCE = 4;
    /** A silence that was survived makes the next one of up to so many times its length one that is waited for. */
    private static final double MARGIN = 3;
    /** What each beat in time leaves of the patience: back to the limits after 27 of them, about 14 s. */
    private static final double FADING = 0.95;

    /**
     * @param silence without a beat after which a node is taken for dead
     * @param partition after which a node that reaches only a minority steps down
     * @param mercy how much longer the majority waits before it takes a cut-off node for dead
     * @param credit the most time that one look may count
     * @param grace how long the store has to answer this node, after it did not, before time counts again
     */
    public record Limits(Duration silence, Duration partition, Duration mercy, Duration credit, Duration grace) {
        public static final Limits STANDARD = of(Duration.ofSeconds(3));

        /** With the rest as it goes with that silence. */
        public static Limits of(Duration silence) {
            return new Limits(silence, silence, Duration.ofSeconds(2), Duration.ofSeconds(1), silence);
        }
    }

    /**
     * @param live nodes whose beats move, this one included
     * @param suspicions nodes that may be fenced, and why
     * @param majority whether this node is on the side that goes on
     * @param stepDown whether it has been on the other side for too long
     */
    public record View(Set<NodeId> live, Map<NodeId, Suspicion> suspicions, boolean majority, boolean stepDown) {
        static final View NOTHING = new View(Set.of(), Map.of(), false, false);

        public View {
            live = Set.copyOf(live);
            suspicions = Map.copyOf(suspicions);
        }

        public Set<NodeId> suspects() {
            return suspicions.keySet();
        }
    }

    /** Why a node may be fenced. */
    public enum Suspicion {
        /** No beat of it arrived. */
        SILENT,
        /** No beat of it arrived for a moment, and the cluster manager has lost it. */
        DEPARTED,
        /** It beats, but reaches only a minority. */
        CUT_OFF
    }

    private static final Comparator<NodeId> ORDER = Comparator.comparing(NodeId::value);

    private final NodeId self;
    private final Limits limits;
    private final Map<NodeId, Peer> peers = new HashMap<>();
    private long lastLook;
    private long ownCount = -1;
    private long arrivedAt;
    private long graceLeft;
    private boolean answered = true;
    private long minorityFor;

    public PeerWatch(NodeId self, Limits limits) {
        this.self = self;
        this.limits = limits;
    }

    /**
     * Takes in one successful read of all heartbeats.
     *
     * @param now milliseconds of a monotonic clock
     * @param owners nodes that hold shards: they are watched even if they have no beat at all
     * @param reached peers that answered this node lately
     * @param departed nodes that the cluster manager has lost: they are taken for dead sooner, if they are silent too
     */
    public View look(
            long now, Collection<Heartbeat> beats, Set<NodeId> owners, Set<NodeId> reached, Set<NodeId> departed) {
        Map<NodeId, Heartbeat> latest = new HashMap<>();
        beats.forEach(beat -> latest.put(beat.node(), beat));
        long credit = credit(now, latest.get(self));
        Set<NodeId> watched = new HashSet<>(latest.keySet());
        watched.addAll(owners);
        watched.remove(self);
        peers.keySet().retainAll(watched);
        watched.forEach(
                node -> peers.computeIfAbsent(node, unknown -> new Peer()).beat(latest.get(node), credit));

        Set<NodeId> live = live();
        Links links = new Links(live, latest, reached);
        boolean majority = links.majority(self);
        minorityFor = majority ? 0 : minorityFor + credit;
        Map<NodeId, Suspicion> suspicions = new HashMap<>();
        boolean stepDown = minorityFor >= limits.partition().toMillis();
        for (Map.Entry<NodeId, Peer> entry : peers.entrySet()) {
            NodeId node = entry.getKey();
            Peer peer = entry.getValue();
            boolean apart = live.contains(node) && majority && !links.linked(self, node);
            peer.apartFor = apart ? peer.apartFor + credit : 0;
            double cutOffAfter =
                    peer.patience * limits.partition().plus(limits.mercy()).toMillis();
            boolean cutOff = peer.apartFor >= cutOffAfter;
            boolean gone =
                    departed.contains(node) && peer.silentFor >= limits.credit().toMillis();
            if (gone) {
                suspicions.put(node, Suspicion.DEPARTED);
            } else if (peer.isSilent()) {
                suspicions.put(node, Suspicion.SILENT);
            } else if (cutOff && !links.majority(node)) {
                suspicions.put(node, Suspicion.CUT_OFF);
            }
            // Both have a majority and still do not reach each other: one of them has to go, and both know which.
            boolean torn = peer.apartFor >= 2 * cutOffAfter;
            stepDown |= torn && links.majority(node) && links.isWorse(self, node);
        }
        return new View(live, suspicions, majority, stepDown);
    }

    private long credit(long now, @Nullable Heartbeat own) {
        boolean arrived = own != null && own.count() != ownCount && ownCount >= 0;
        long gap = Math.min(now - lastLook, limits.credit().toMillis());
        lastLook = now;
        arrivedAt = ownCount < 0 ? now : arrivedAt;
        ownCount = own == null ? -1 : own.count();
        return arrived ? afterGrace(now, gap) : 0;
    }

    /** Begun anew only after a look in time: where each takes seconds, somebody has to be found dead, too. */
    private long afterGrace(long now, long gap) {
        boolean wasAway = now - arrivedAt > OUTAGE.toMillis();
        arrivedAt = now;
        if (wasAway && answered) {
            answered = false;
            graceLeft = limits.grace().toMillis();
            return 0;
        }
        long counted = Math.max(0, gap - graceLeft);
        graceLeft -= gap - counted;
        answered |= !wasAway && graceLeft == 0;
        return counted;
    }

    private Set<NodeId> live() {
        Set<NodeId> live = new HashSet<>();
        live.add(self);
        peers.forEach((node, peer) -> {
            if (peer.moved && !peer.isSilent()) {
                live.add(node);
            }
        });
        return live;
    }

    private final class Peer {
        private long count = -1;
        private boolean moved;
        private long silentFor;
        private long apartFor;
        /** In units of the limits. */
        private double patience = 1;

        void beat(@Nullable Heartbeat heartbeat, long credit) {
            long now = heartbeat == null ? -1 : heartbeat.count();
            if (now == count) {
                silentFor += credit;
            } else {
                if (count >= 0) {
                    patience = moved ? patienceAfter(silentFor) : MOST_PATIENCE;
                    moved = true;
                }
                count = now;
                silentFor = 0;
            }
        }

        private double patienceAfter(long silence) {
            double survived = MARGIN * silence / limits.silence().toMillis();
            return Math.min(MOST_PATIENCE, Math.max(1, Math.max(survived, FADING * patience)));
        }

        boolean isSilent() {
            return silentFor >= patience * limits.silence().toMillis();
        }
    }

    /** Who reaches whom: a link is there if either end says so. */
    private final class Links {
        private final Set<NodeId> live;
        private final Map<NodeId, Heartbeat> beats;
        private final Set<NodeId> reached;

        Links(Set<NodeId> live, Map<NodeId, Heartbeat> beats, Set<NodeId> reached) {
            this.live = live;
            this.beats = beats;
            this.reached = reached;
        }

        boolean linked(NodeId one, NodeId other) {
            return one.equals(other) || reaches(one, other) || reaches(other, one);
        }

        private boolean reaches(NodeId from, NodeId to) {
            if (from.equals(self)) {
                return reached.contains(to);
            }
            Heartbeat beat = beats.get(from);
            return beat != null && beat.reached().contains(to);
        }

        private long count(NodeId node) {
            return live.stream().filter(other -> linked(node, other)).count();
        }

        boolean majority(NodeId node) {
            long doubled = 2 * count(node);
            return doubled > live.size() || (doubled == live.size() && linked(node, Collections.min(live, ORDER)));
        }

        boolean isWorse(NodeId node, NodeId other) {
            long difference = count(node) - count(other);
            return difference < 0 || (difference == 0 && ORDER.compare(node, other) > 0);
        }
    }
}
