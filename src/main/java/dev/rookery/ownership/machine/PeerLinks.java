package dev.rookery.ownership.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.store.Heartbeat;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/**
 * Who reaches whom: a link is there if either end says so. And who is joined to whom: both ends have to say so, since
 * requests go both ways.
 */
final class PeerLinks {
    private static final Comparator<NodeId> ORDER = Comparator.comparing(NodeId::value);

    private final NodeId self;
    private final boolean beats;
    private final Set<NodeId> live;
    private final Map<NodeId, Heartbeat> latest;
    private final Contacts own;

    /** @param beats whether this node is one of those that others watch */
    PeerLinks(NodeId self, boolean beats, Set<NodeId> live, Map<NodeId, Heartbeat> latest, Contacts own) {
        this.self = self;
        this.beats = beats;
        this.live = live;
        this.latest = latest;
        this.own = own;
    }

    boolean linked(NodeId one, NodeId other) {
        return one.equals(other) || reaches(one, other) || reaches(other, one);
    }

    private boolean reaches(NodeId from, NodeId to) {
        if (from.equals(self)) {
            return own.reached().contains(to);
        }
        Heartbeat beat = latest.get(from);
        return beat != null && beat.reached().contains(to);
    }

    boolean joined(NodeId one, NodeId other) {
        return hears(one, other) && hears(other, one);
    }

    private boolean hears(NodeId from, NodeId to) {
        if (from.equals(self)) {
            return own.joined().contains(to);
        }
        if (to.equals(self) && !beats) {
            return true;
        }
        Heartbeat beat = latest.get(from);
        return beat != null && beat.joined().contains(to);
    }

    /** Whether it is joined to fewer of those that live, or to as many and its id is greater. */
    boolean isMoreLonely(NodeId node, NodeId other) {
        if (!beats && node.equals(self)) {
            return true;
        }
        long difference = company(node) - company(other);
        return difference < 0 || (difference == 0 && ORDER.compare(node, other) > 0);
    }

    private long company(NodeId node) {
        return live.stream()
                .filter(other -> !other.equals(node) && joined(node, other))
                .count();
    }

    private long count(NodeId node, Set<NodeId> among) {
        return among.stream().filter(other -> linked(node, other)).count();
    }

    boolean majority(NodeId node, Set<NodeId> among) {
        long doubled = 2 * count(node, among);
        return doubled > among.size()
                || among.isEmpty()
                || (doubled == among.size() && linked(node, Collections.min(among, ORDER)));
    }

    boolean isWorse(NodeId node, NodeId other) {
        long difference = count(node, live) - count(other, live);
        return difference < 0 || (difference == 0 && ORDER.compare(node, other) > 0);
    }
}
