package dev.rookery.tool.torture;

import dev.rookery.tool.swarm.Swarm;
import io.vertx.core.Future;
import java.util.Set;

/** The {@link Party} for who is not on the loop of the swarm. Blocks for a moment. */
final class Crowd {
    private final Swarm swarm;
    private final Party party;

    Crowd(Swarm swarm, Party party) {
        this.swarm = swarm;
        this.party = party;
    }

    Swarm swarm() {
        return swarm;
    }

    /** Whether something was acknowledged in every chat, so that owners have all of them at work. */
    boolean talksEverywhere() {
        return swarm.begin(() -> Future.succeededFuture(party.counts.answered.size() == party.chats()))
                .join();
    }

    /** Whether something was acknowledged in every chat since then. */
    boolean talksEverywhereSince(long since) {
        return swarm.begin(() -> Future.succeededFuture(party.chatsAcknowledged(since) == party.chats()))
                .join();
    }

    /** Whether all guests stay away: those that are there leave at once. */
    void away(boolean now) {
        swarm.begin(() -> {
                    party.away(now);
                    return Future.succeededFuture();
                })
                .join();
    }

    /** Whether guests send without a rest. */
    void hurry(boolean now) {
        swarm.begin(() -> {
                    party.hurry(now);
                    return Future.succeededFuture();
                })
                .join();
    }

    /** Those of the messages that were acknowledged since then. */
    Set<String> acknowledged(Set<String> clientIds, long since) {
        return swarm.begin(() -> Future.succeededFuture(party.acknowledged(clientIds, since)))
                .join();
    }

    /** Those of the messages that were not acknowledged before. */
    Set<String> wanted(Set<String> clientIds, long since) {
        return swarm.begin(() -> Future.succeededFuture(party.wanted(clientIds, since)))
                .join();
    }

    /** Whether guests stay where they are as long as they are let, and come back as through a balancer. */
    void steady(boolean now) {
        party.balancer.steady(now);
    }

    int mostReconnects(long from, long to) {
        return swarm.begin(() -> Future.succeededFuture(party.mostReconnects(from, to)))
                .join();
    }
}
