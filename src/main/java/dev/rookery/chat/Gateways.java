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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which gateway nodes a frame goes to: those where the directory knows sessions of the users, and those whose sessions it
 * may not know. While the directory does not answer, all of them. On one event loop only.
 */
final class Gateways {
    private static final Logger log = LoggerFactory.getLogger(Gateways.class);
    private static final Duration LOOKUP = Duration.ofMillis(150);
    /** After a failure the directory is left alone for so long, instead of making every message wait for it. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Of one request to the directory; so many small sets hold up nobody else there. */
    private static final int MAX_TOGETHER = 64;

    private final Vertx vertx;
    private final Members members;
    private final SessionDirectory directory;
    private final GatewayLinks links;
    private final ChatMeters meters;
    private final List<Asking> asked = new ArrayList<>();
    private boolean directoryWorks = true;
    private long askAgainAt = System.nanoTime();

    private record Asking(List<UserId> users, Promise<Set<NodeId>> answer) {}

    Gateways(Vertx vertx, Members members, SessionDirectory directory, GatewayLinks links, ChatMeters meters) {
        this.vertx = vertx;
        this.members = members;
        this.directory = directory;
        this.links = links;
        this.meters = meters;
    }

    /** Never fails. The directory is asked at the end of this turn of the loop, for all who ask until then at once. */
    Future<Set<NodeId>> of(List<UserId> users) {
        if (!directoryWorks && askAgainAt - System.nanoTime() > 0) {
            return Future.succeededFuture(everyone());
        }
        Asking asking = new Asking(users, Promise.promise());
        asked.add(asking);
        if (asked.size() == 1) {
            vertx.runOnContext(end -> ask());
        }
        return asking.answer().future();
    }

    private void ask() {
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
                    noteSuccess();
                    for (int i = 0; i < together.size(); i++) {
                        together.get(i).answer().complete(holding(lookups.get(i)));
                    }
                })
                .onFailure(failure -> {
                    noteFailure(failure);
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

    private void noteSuccess() {
        if (!directoryWorks) {
            directoryWorks = true;
            log.atInfo().log("session directory answers again");
        }
    }

    private void noteFailure(Throwable failure) {
        askAgainAt = System.nanoTime() + PAUSE.toNanos();
        if (directoryWorks) {
            directoryWorks = false;
            log.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("session directory does not answer, sending to every gateway");
        }
    }

    void send(Set<NodeId> nodes, DeliverFrame frame, FanOut source) {
        nodes.forEach(node -> links.send(node, frame, source));
        meters.fannedOut(nodes.size());
    }
}
