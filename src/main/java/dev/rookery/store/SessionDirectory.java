package dev.rookery.store;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which gateways hold sessions of whom. A hint that can be rebuilt from the gateways at any time: it may name a gateway
 * too many, and a gateway that is not in {@link Lookup#ready} must be sent everything, because the directory was emptied
 * and that gateway has not registered its sessions again.
 */
public interface SessionDirectory {

    /** Registers users of a gateway; a repeat changes nothing. */
    Future<Void> add(NodeId gateway, Collection<UserId> users);

    Future<Void> remove(NodeId gateway, Collection<UserId> users);

    /** Declares that all users of the gateway are registered. */
    Future<Void> markReady(NodeId gateway);

    /** False after the directory was emptied: the gateway has to add all of its users, then mark itself ready again. */
    Future<Boolean> isReady(NodeId gateway);

    /** Removes what a dead gateway left behind from the set of ready ones. */
    Future<Void> forget(NodeId gateway);

    /** Fails when the directory does not answer in time: send to every gateway then. */
    default Future<Lookup> lookup(Collection<UserId> users) {
        return lookupEach(List.of(users)).map(lookups -> lookups.get(0));
    }

    /** As {@link #lookup(Collection)} for each group of users, in their order, for about the price of one. */
    Future<List<Lookup>> lookupEach(List<? extends Collection<UserId>> groups);

    /**
     * @param gateways where these users have sessions
     * @param ready the gateways whose registration is complete
     */
    record Lookup(Set<NodeId> gateways, Set<NodeId> ready) {
        public Lookup {
            gateways = Set.copyOf(gateways);
            ready = Set.copyOf(ready);
        }
    }
}
