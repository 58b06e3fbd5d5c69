package dev.rookery.delivery;

import dev.rookery.async.Deadline;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.DirectoryStanding;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import dev.rookery.store.SessionDirectory.Lookup;
import dev.rookery.telemetry.ChatMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which gateway nodes a frame goes to: those where the directory knows sessions of the users, and those whose sessions it
 * may not know, by what they say themselves. While the directory does not answer, all of them. What a gateway was not sent
 * although it should have been it gets when it says so. On one event loop only.
 */
public final class Gateways {
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
    private final Offers offers;
    private final ChatMeters meters;
    private final List<Asking> asked = new ArrayList<>();
    private final DirectoryTrust trust = new DirectoryTrust(System::nanoTime);
    private final Standings standings = new Standings(System::nanoTime);
    private final RecentDeliveries recent = new RecentDeliveries(System::nanoTime);
    /** Of all that live, as metrics are read on other threads. */
    private volatile int unsettled;

    private boolean turnEnds;

    private record Asking(List<UserId> users, Promise<Set<NodeId>> answer) {}

    public Gateways(
            Vertx vertx,
            Members members,
            SessionDirectory directory,
            GatewayLinks links,
            Offers offers,
            ChatMeters meters) {
        this.vertx = vertx;
        this.members = members;
        this.directory = directory;
        this.links = links;
        this.offers = offers;
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
        Standings.Known known = standings.known();
        Deadline.within(
                        vertx,
                        LOOKUP,
                        directory.lookupEach(
                                together.stream().map(Asking::users).toList(), live()))
                .onSuccess(lookups -> {
                    trust.answered();
                    Set<NodeId> anyway = unreliable(known, lookups);
                    for (int i = 0; i < together.size(); i++) {
                        together.get(i).answer().complete(holding(lookups.get(i), anyway));
                    }
                })
                .onFailure(failure -> {
                    trust.failed(failure);
                    together.forEach(asking -> asking.answer().complete(everyone()));
                });
    }

    /** The marks are the same for all lookups that were asked for together. */
    private Set<NodeId> unreliable(Standings.Known known, List<Lookup> lookups) {
        Map<NodeId, Long> marks = lookups.isEmpty() ? Map.of() : lookups.get(0).marks();
        return live().stream()
                .filter(node -> !standings.trusts(node, known, marks.get(node)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<NodeId> holding(Lookup lookup, Set<NodeId> anyway) {
        return live().stream()
                .filter(node -> lookup.gateways().contains(node) || anyway.contains(node))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A gateway says how it stands in the directory. */
    public void heard(DirectoryStanding word) {
        standings.heard(word).ifPresent(gap -> {
            Set<UserId> missed = Set.copyOf(word.missed());
            recent.again(word.gateway(), gap.age(), gap.everybody() ? Set.of() : missed, (frame, source) -> {
                meters.sentLate();
                send(Set.of(word.gateway()), frame, source);
            });
        });
    }

    /** That is where the frame goes; nothing more will be decided about it. */
    void decided(DeliverFrame frame, Set<NodeId> nodes, FanOut source) {
        if (nodes.size() < members.withRole(NodeRole.GATEWAY).size()) {
            recent.add(frame, nodes, source);
        }
    }

    /** To be called about once a second. */
    public void tick() {
        recent.forgetOld();
        standings.forget(members::hasVanished);
        unsettled =
                (int) live().stream().filter(node -> !standings.isSettled(node)).count();
    }

    public int unsettled() {
        return unsettled;
    }

    /** Every live gateway, for want of knowledge. */
    Set<NodeId> everyone() {
        meters.broadcast();
        return Set.copyOf(live());
    }

    private List<NodeId> live() {
        return members.withRole(NodeRole.GATEWAY).stream()
                .map(Members.Member::id)
                .toList();
    }

    /**
     * Offers what may be lost to the gateways of users, in the order of the offers. Completes when it is on its way, and
     * never fails.
     */
    public Future<Void> offer(List<UserId> users, Buffer frame) {
        return of(users, false).map(nodes -> {
            offers.send(nodes, users, null, frame);
            return null;
        });
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
