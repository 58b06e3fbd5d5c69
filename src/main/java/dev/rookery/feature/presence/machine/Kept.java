package dev.rookery.feature.presence.machine;

import dev.rookery.domain.NodeId;
import dev.rookery.feature.presence.machine.Sight.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a keeper knows of one user. There are many of these: its collections are replaced, and mostly empty. */
final class Kept {
    static final long NEVER = Long.MIN_VALUE;

    /** Gateways with sessions of the user, and whether all of those there are away. */
    Map<NodeId, Boolean> claims = Map.of();

    Set<NodeId> watchers = Set.of();
    /** Gateways that the user left, and that remember it until it is stored. */
    Set<NodeId> leftGateways = Set.of();
    /** The last sign of life of somebody who has no session any more and still lingers. */
    long leftAt = NEVER;
    /** When a gateway said that it shows the user as present, to a keeper that knows nothing. */
    long hintAt = NEVER;

    /** Null while it is not known. */
    @Nullable State state;

    boolean seenKnown;
    boolean seenFailed;
    boolean reading;
    long readAt = NEVER;

    @Nullable Long lastSeen;
    /** A last sign of life that is not stored yet. */
    long unsaved = NEVER;
    /** When somebody who stays is stored next. */
    long saveAt = NEVER;
    /** When it is looked at next, if it is. */
    long dueAt = NEVER;

    boolean isPresent() {
        return !claims.isEmpty();
    }

    boolean isIdle() {
        return claims.isEmpty() && watchers.isEmpty() && leftAt == NEVER && unsaved == NEVER;
    }

    void claim(NodeId gateway, boolean away) {
        Map<NodeId, Boolean> after = new HashMap<>(claims);
        after.put(gateway, away);
        claims = Map.copyOf(after);
    }

    void unclaim(NodeId gateway) {
        if (claims.containsKey(gateway)) {
            Map<NodeId, Boolean> after = new HashMap<>(claims);
            after.remove(gateway);
            claims = Map.copyOf(after);
        }
    }

    void watch(NodeId gateway) {
        watchers = with(watchers, gateway);
    }

    void unwatch(NodeId gateway) {
        watchers = without(watchers, gateway);
    }

    /** @param at the last sign of life there */
    void left(NodeId gateway, long at) {
        unclaim(gateway);
        leftAt = Math.max(leftAt, at);
        leftGateways = with(leftGateways, gateway);
    }

    /** Its memory of this user is gone. */
    void lost(NodeId gateway, long at) {
        unclaim(gateway);
        leftAt = Math.max(leftAt, at);
        leftGateways = without(leftGateways, gateway);
    }

    void forgetLeft(NodeId gateway) {
        leftGateways = without(leftGateways, gateway);
    }

    boolean wantsRead(long now) {
        return !seenKnown && !reading && now >= readAt;
    }

    void offline(long at) {
        leftAt = NEVER;
        state = State.OFFLINE;
        lastSeen = lastSeen == null ? at : Math.max(lastSeen, at);
        seenKnown = true;
        seenFailed = false;
        unsaved = lastSeen;
    }

    /** Null while it is not to be told. */
    @Nullable Sight sight() {
        if (state == null) {
            return null;
        }
        return switch (state) {
            case ONLINE -> Sight.ONLINE;
            case AWAY -> Sight.AWAY;
            case OFFLINE -> seenKnown ? new Sight(State.OFFLINE, lastSeen, false) : seenFailed ? Sight.UNSURE : null;
        };
    }

    private static Set<NodeId> with(Set<NodeId> set, NodeId one) {
        if (set.contains(one)) {
            return set;
        }
        Set<NodeId> after = new HashSet<>(set);
        after.add(one);
        return Set.copyOf(after);
    }

    private static Set<NodeId> without(Set<NodeId> set, NodeId one) {
        if (!set.contains(one)) {
            return set;
        }
        Set<NodeId> after = new HashSet<>(set);
        after.remove(one);
        return Set.copyOf(after);
    }
}
