package dev.rookery.store;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which gateways hold sessions of whom. A hint that can be rebuilt from the gateways at any time, and never believed alone:
 * it may have lost entries, or have gone back to an older state. So each gateway leaves a mark, a number that grows with
 * every write, and says over the bus which one to expect ({@code BusEvent.DirectoryStanding}).
 */
public interface SessionDirectory {
    /** Of a gateway that has none. */
    long NO_MARK = 0;

    /**
     * Registers users of a gateway, takes others out, then leaves the next mark; a repeat changes nothing. Some hundreds of
     * users at a time.
     *
     * @return the mark that was there before; a lower one than was left last says that later writes are gone
     */
    Future<Long> write(NodeId gateway, Collection<UserId> here, Collection<UserId> gone, long mark);

    /** Those of the users that were not registered; they are now. Some hundreds at a time. */
    Future<List<UserId>> confirm(NodeId gateway, Collection<UserId> users);

    /** Takes the mark of a gateway away. */
    Future<Void> forget(NodeId gateway);

    /**
     * Where the users of each group have sessions, in the order of the groups. Fails when the directory does not answer in
     * time, or with an error: send to every gateway then.
     *
     * @param marked gateways whose marks are wanted, read before any user is looked up
     */
    Future<List<Lookup>> lookupEach(List<? extends Collection<UserId>> groups, Collection<NodeId> marked);

    /**
     * Where each of these users has sessions; who has none is not in the answer. For many users this costs several times what
     * {@link #lookupEach} costs, which does not tell them apart.
     */
    Future<Map<UserId, Set<NodeId>>> whereEach(Collection<UserId> users);

    /**
     * @param gateways where these users have sessions
     * @param marks of the gateways that have one
     */
    record Lookup(Set<NodeId> gateways, Map<NodeId, Long> marks) {
        public Lookup {
            gateways = Set.copyOf(gateways);
            marks = Map.copyOf(marks);
        }
    }
}
