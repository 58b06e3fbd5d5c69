package dev.rookery.gateway;

import dev.rookery.async.Deadline;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.message.BusEvent.SessionResumed;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.NodeId;
import dev.rookery.store.SessionDirectory.Lookup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * Tells the gateways that may still hold an earlier session of a device that it goes on elsewhere: those where the directory
 * knows its user, or all while the directory does not answer. If the event is lost, the earlier connection ends by its
 * own silence.
 */
final class Resumptions {
    private static final Duration LOOKUP = Duration.ofMillis(500);

    private final Vertx vertx;
    private final GatewayServices services;

    Resumptions(Vertx vertx, GatewayServices services) {
        this.vertx = vertx;
        this.services = services;
    }

    void announce(SessionResumed event) {
        Deadline.within(vertx, LOOKUP, services.directory().lookupEach(List.of(List.of(event.user())), gateways()))
                .map(lookups -> concerned(lookups.get(0)))
                .recover(failure -> Future.succeededFuture(gateways()))
                .onSuccess(nodes -> nodes.forEach(node -> services.bus().tell(BusAddress.gateway(node), event)));
    }

    private List<NodeId> concerned(Lookup lookup) {
        return gateways().stream()
                .filter(node ->
                        lookup.gateways().contains(node) || !lookup.marks().containsKey(node))
                .toList();
    }

    private List<NodeId> gateways() {
        return services.members().withRole(NodeRole.GATEWAY).stream()
                .map(Members.Member::id)
                .toList();
    }
}
