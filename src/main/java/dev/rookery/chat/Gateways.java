package dev.rookery.chat;

import dev.rookery.bus.BusEvent.DeliverFrame;
import dev.rookery.bus.Deadline;
import dev.rookery.bus.Members;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.Role;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import dev.rookery.store.SessionDirectory.Lookup;
import dev.rookery.telemetry.ChatMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which gateway nodes a frame goes to: those where the directory knows sessions of the users, and those whose sessions it
 * may not know. While the directory does not answer, all of them. On one event loop only.
 */
final class Gateways {
    /**
     * A directory that is gone says so at once, and one that is slow is not helped by more work for everybody; but repair
     * of what is missed takes 3 s at most, and may begin only after this.
     */
    private static final Duration LOOKUP = Duration.ofSeconds(1);

    /** Of a lookup that nobody waits for: a session that connected meanwhile gets its first frame so much later. */
    private static final Duration LEISURE = Duration.ofMillis(5);

    /** Of one request to the directory; so many small sets hold up nobody else there. */
    private static final int MAX_TOGETHER = 64;

    private final Vertx vertx;
    private final Members members;
    private final SessionDirectory directory;
    private final GatewayLinks links;
    private final ChatMeters meters;
    private final List<Asking> asked = new ArrayList<>();
    private final DirectoryTrust trust = new DirectoryTrust(System::nanoTime);

    private boolean turnEnds;

    private record Asking(List<UserId> users, Promise<Set<NodeId>> answer) {}

    Gateways(Vertx vertx, Members members, SessionDirectory directory, GatewayLinks links, ChatMeters meters) {
        this.vertx = vertx;
        this.members = members;
        this.directory = directory;
        this.links = links;
        this.meters = meters;
    }

    /**
     * Never fails. The directory is asked for all who ask until then at once: at the end of this turn of the loop if
     * somebody waits for the answer, else a little later, when more have come together.
     *
     * @param urgent whether frames wait for it; else they are where they most likely belong already
     */
    Future<Set<NodeId>> of(List<UserId> users, boolean urgent) {
        if (!trust.mayAsk()) {
            return Future.succeededFuture(everyone());
        }
        Asking asking = new Asking(users, Promise.promise());
        asked.add(asking);
        if (urgent && !turnEnds) {
            turnEnds = true;
            vertx.runOnContext(end -> ask());
        } else if (asked.size() == 1) {
            vertx.setTimer(LEISURE.toMillis(), later -> ask());
        }
        return asking.answer().future();
    }

    private void ask() {
        turnEnds = false;
        List<Asking> all = List.copyOf(asked);
        asked.clear();
        for (int from = 0; from < all.size(); from += MAX_TOGETHER) {
            ask(all.subList(from, Math.min(from + MAX_TOGETHER, all.size())));
        }
    }

    private void ask(List<Asking> together) {
        Deadline.within(
                        vertx,
                        LOOKUP,
                        directory.lookupEach(
                                together.stream().map(Asking::users).toList()))
                .onSuccess(lookups -> {
                    trust.answered();
                    for (int i = 0; i < together.size(); i++) {
                        together.get(i).answer().complete(holding(lookups.get(i)));
                    }
                })
                .onFailure(failure -> {
                    trust.failed(failure);
                    together.forEach(asking -> asking.answer().complete(everyone()));
                });
    }

    private Set<NodeId> holding(Lookup lookup) {
        return live().stream()
                .filter(node ->
                        lookup.gateways().contains(node) || !lookup.ready().contains(node))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Every live gateway, for want of knowledge. */
    Set<NodeId> everyone() {
        meters.broadcast();
        return Set.copyOf(live());
    }

    private List<NodeId> live() {
        return members.withRole(Role.GATEWAY).stream().map(Members.Member::id).toList();
    }

    void send(Set<NodeId> nodes, DeliverFrame frame, FanOut source) {
        for (NodeId node : nodes) {
            if (!members.hasVanished(node)) {
                links.send(node, frame, source);
                meters.fannedOut(1);
            }
        }
    }
}
