package dev.rookery.ownership.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.store.Heartbeat;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guesses who lives, from heartbeats whose counts move and from who reaches whom. Only who lives counts for a majority: a
 * node that is frozen is silent, and takes nobody along. A wrong guess costs a restart, never data. Time is the watcher's own
 * monotonic clock, and it only counts while this node can tell: while it reads the heartbeats, at most {@link Limits#credit}
 * from one look to the next, and only if its own beat arrived too. So neither a pause of this node nor one of the store makes
 * everybody look dead. After a pause it does not count until the store has answered for {@link Limits#grace}, since others may
 * need longer to find the store again. A node gets up to {@link #MOST_PATIENCE} times the limits when its beats came late
 * before, and while it is new: it runs code that is not compiled yet, perhaps on a machine with more to do, and fencing it
 * would only bring another new one. Not thread safe.
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
     * @param split after which of nodes that live and reach each other, but not over the bus, one ends
     * @param credit the most time that one look may count
     * @param grace how long the store has to answer this node, after it did not, before time counts again
     */
    public record Limits(
            Duration silence, Duration partition, Duration mercy, Duration split, Duration credit, Duration grace) {
        /** While the cluster manager finds out about a dead node, the bus between the living may stand still. */
        private static final Duration BUS_PATIENCE = Duration.ofSeconds(15);

        public static final Limits STANDARD = of(Duration.ofSeconds(3));

        /** With the rest as it goes with that silence. */
        public static Limits of(Duration silence) {
            return new Limits(
                    silence,
                    silence,
                    Duration.ofSeconds(2),
                    silence.multipliedBy(2).plus(BUS_PATIENCE),
                    Duration.ofSeconds(1),
                    silence);
        }
    }

    /**
     * @param live nodes whose beats move, this one included
     * @param suspicions nodes that may be fenced, and why
     * @param majority whether this node is on the side that goes on
     * @param defect why this node has to end, if it has to
     */
    public record View(Set<NodeId> live, Map<NodeId, Suspicion> suspicions, boolean majority, Optional<Defect> defect) {
        public static final View NOTHING = new View(Set.of(), Map.of(), false, Optional.empty());

        public View {
            live = Set.copyOf(live);
            suspicions = Map.copyOf(suspicions);
        }

        public Set<NodeId> suspects() {
            return suspicions.keySet();
        }
    }

    /** Why a node has to end and start anew. */
    public enum Defect {
        /** It reaches less than half of those that live. */
        CUT_OFF,
        /** It and another one that live do not reach each other, though both reach a majority. */
        TORN,
        /** It and others that live reach each other, but not over the bus. */
        SPLIT
    }

    /** Why a node may be fenced. */
    public enum Suspicion {
        /** No beat of it arrived. */
        SILENT,
        /** No beat of it arrived for a moment, the cluster manager has lost it, and it does not answer. */
        DEPARTED,
        /** It beats, but reaches only a minority. */
        CUT_OFF
    }

    /** How much sooner a split counts that the cluster manager knows of: it does not mend that. */
    private static final int CERTAIN = 4;
    /** A pause of so many silences counts: about as long as the cluster manager waits. */
    private static final int AWAY = 2;
    /** For so many times the limit of a split. */
    private static final int AWAY_COUNTS = 3;

    private final NodeId self;
    private final Limits limits;
    private final boolean beats;
    private final Map<NodeId, Peer> peers = new HashMap<>();
    private long lastLook;
    private long ownCount = -1;
    private long arrivedAt;
    private long graceLeft;
    private boolean answered = true;
    private long minorityFor;
    private long tickedAt = -1;
    private long backAt = -1;
    private Set<NodeId> livedBefore = Set.of();

    /**
     * @param beats whether this node is one of those it watches. If not it needs most of them, and nobody waits for it: of
     *     two that are split it is always the one to end
     */
    public PeerWatch(NodeId self, Limits limits, boolean beats) {
        this.self = self;
        this.limits = limits;
        this.beats = beats;
    }

    /**
     * To be called some times a second, whatever the store does: so this node knows of its own pauses.
     *
     * @param now milliseconds of a monotonic clock
     */
    public void tick(long now) {
        if (tickedAt >= 0 && now - tickedAt >= AWAY * limits.silence().toMillis()) {
            backAt = now;
        }
        tickedAt = now;
    }

    /**
     * Takes in one successful read of all heartbeats.
     *
     * @param now milliseconds of a monotonic clock
     * @param heartbeats with one of this node, which moves whenever it could be read
     * @param owners nodes that hold shards: they are watched even if they have no beat at all
     */
    public View look(long now, Collection<Heartbeat> heartbeats, Set<NodeId> owners, Contacts contacts) {
        Map<NodeId, Heartbeat> latest = new HashMap<>();
        heartbeats.forEach(beat -> latest.put(beat.node(), beat));
        long credit = credit(now, latest.get(self));
        Set<NodeId> watched = new HashSet<>(latest.keySet());
        watched.addAll(owners);
        watched.remove(self);
        peers.keySet().retainAll(watched);
        watched.forEach(
                node -> peers.computeIfAbsent(node, unknown -> new Peer()).beat(latest.get(node), credit));

        Set<NodeId> live = live();
        if (!live.containsAll(livedBefore)) {
            // Whoever is left may find together again without it, and no two end over the same split.
            peers.values().forEach(peer -> peer.splitFor = 0);
        }
        livedBefore = live;
        PeerLinks links = new PeerLinks(self, beats, live, latest, contacts);
        boolean majority = links.majority(self, live);
        if (majority) {
            minorityFor = 0;
        } else if (!links.majority(self, awake(live, links))) {
            minorityFor += credit;
        }
        Map<NodeId, Suspicion> suspicions = new HashMap<>();
        Set<NodeId> split = new HashSet<>();
        boolean torn = false;
        boolean parted = false;
        for (Map.Entry<NodeId, Peer> entry : peers.entrySet()) {
            NodeId node = entry.getKey();
            Peer peer = entry.getValue();
            boolean apart = live.contains(node) && majority && !links.linked(self, node);
            peer.apartFor = apart ? peer.apartFor + credit : 0;
            double cutOffAfter =
                    peer.patience * limits.partition().plus(limits.mercy()).toMillis();
            boolean cutOff = peer.apartFor >= cutOffAfter;
            boolean gone = contacts.departed().contains(node)
                    && !contacts.reached().contains(node)
                    && peer.silentFor >= limits.credit().toMillis();
            if (gone) {
                suspicions.put(node, Suspicion.DEPARTED);
            } else if (peer.isSilent()) {
                suspicions.put(node, Suspicion.SILENT);
            } else if (cutOff && !links.majority(node, live)) {
                suspicions.put(node, Suspicion.CUT_OFF);
            }
            // Both have a majority and still do not reach each other: one of them has to go, and both know which.
            boolean apartForLong = beats && peer.apartFor >= 2 * cutOffAfter;
            torn |= apartForLong && links.majority(node, live) && links.isWorse(self, node);
            boolean lost = contacts.departed().contains(node);
            if (!live.contains(node) || links.joined(self, node)) {
                peer.splitFor = 0;
            } else if (links.linked(self, node) && peer.isAwake()) {
                peer.splitFor += lost ? CERTAIN * credit : credit;
            }
            boolean partedFrom = lost && wasAway(now);
            if (peer.splitFor >= (partedFrom ? limits.mercy() : limits.split()).toMillis()) {
                split.add(node);
                parted |= partedFrom;
            }
        }
        return new View(live, suspicions, majority, defect(torn, split, parted, links));
    }

    /** Whether this process stood still lately, for so long that the others may have parted from it. */
    private boolean wasAway(long now) {
        return backAt >= 0 && now - backAt < AWAY_COUNTS * limits.split().toMillis();
    }

    private Optional<Defect> defect(boolean torn, Set<NodeId> split, boolean parted, PeerLinks links) {
        if (minorityFor >= limits.partition().toMillis()) {
            return Optional.of(Defect.CUT_OFF);
        }
        if (torn) {
            return Optional.of(Defect.TORN);
        }
        boolean worst =
                !split.isEmpty() && (parted || split.stream().allMatch(other -> links.isMoreLonely(self, other)));
        return worst ? Optional.of(Defect.SPLIT) : Optional.empty();
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
        if (beats) {
            live.add(self);
        }
        peers.forEach((node, peer) -> {
            if (peer.moved && !peer.isSilent()) {
                live.add(node);
            }
        });
        return live;
    }

    /** Without those that neither answer nor beat at the moment: who is only late says nothing about this node. */
    private Set<NodeId> awake(Set<NodeId> live, PeerLinks links) {
        Set<NodeId> awake = new HashSet<>(live);
        peers.forEach((node, peer) -> {
            if (!peer.isAwake() && !links.linked(self, node)) {
                awake.remove(node);
            }
        });
        return awake;
    }

    private final class Peer {
        private long count = -1;
        private boolean moved;
        private long silentFor;
        private long apartFor;
        private long splitFor;
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

        boolean isAwake() {
            return silentFor < limits.credit().toMillis();
        }

        boolean isSilent() {
            return silentFor >= patience * limits.silence().toMillis();
        }
    }
}
