package dev.rookery.gateway;

import dev.rookery.auth.Principal;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.bus.message.GatewayRequest.ContinuePoll;
import dev.rookery.bus.message.GatewayRequest.PollAnswer;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.SessionId;
import dev.rookery.gateway.session.Session;
import dev.rookery.gateway.stream.PollConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that live from poll to poll, and the way to those of other nodes: behind a balancer each poll may come to
 * another node, and a session for each would cost a sync for each. Any thread.
 */
final class PolledSessions {
    private static final Logger log = LoggerFactory.getLogger(PolledSessions.class);
    /** For the answer of the other node, on top of what the poll waits there. */
    private static final Duration GRACE = Duration.ofSeconds(6);

    private final Members members;
    private final BusClient bus;
    private final Map<SessionId, Polled> here = new ConcurrentHashMap<>();
    private final Set<Elsewhere> asked = ConcurrentHashMap.newKeySet();

    PolledSessions(Members members, BusClient bus) {
        this.members = members;
        this.bus = bus;
    }

    /** A session of this node, on the event loop that began it. */
    record Polled(GatewayLoop loop, Principal principal, PollConnection connection) {}

    /** A poll that waits at another node. Compared by identity: its promise is. */
    private record Elsewhere(NodeId node, Promise<PollAnswer> answer) {}

    /** On the loop of the session. */
    void add(GatewayLoop loop, Session session, PollConnection connection) {
        if (!session.ended()) {
            here.put(session.id(), new Polled(loop, session.principal(), connection));
            session.onEnd(() -> here.remove(session.id()));
        }
    }

    /** Null if the session is not here, or belongs to another device. */
    @Nullable Polled find(ContinuePoll poll) {
        Polled found = here.get(poll.session());
        return found != null && found.principal().equals(new Principal(poll.user(), poll.device())) ? found : null;
    }

    /** A poll of a session of this node; completes on the loop of the session. */
    Future<Buffer> poll(Polled session, ContinuePoll poll, @Nullable HttpServerResponse response) {
        Promise<Buffer> answer = Promise.promise();
        session.loop().run(() -> {
            PollConnection connection = session.connection();
            connection.reached(poll.places().stream().collect(Collectors.toMap(Position::chat, Position::after)));
            Future<Buffer> polled = connection.poll(poll.events(), poll.waitMs());
            polled.onComplete(answer);
            if (response != null) {
                response.closeHandler(gone -> session.loop().run(() -> connection.abandon(polled)));
            }
        });
        return answer.future();
    }

    /** A poll that another node passed on. If its answer gets lost, the client's next poll gets it again. */
    Future<PollAnswer> goOn(ContinuePoll poll) {
        Polled found = find(poll);
        return found == null
                ? Future.succeededFuture(new PollAnswer(null))
                : poll(found, poll, null).map(PollAnswer::new);
    }

    /** Completes with null if that node does not have the session, or is gone; never fails. */
    Future<@Nullable Buffer> askElsewhere(NodeId node, ContinuePoll poll) {
        boolean here = node.equals(members.self().id());
        if (here || members.find(node, NodeRole.GATEWAY).isEmpty()) {
            return Future.succeededFuture();
        }
        Elsewhere waiting = new Elsewhere(node, Promise.promise());
        asked.add(waiting);
        bus.ask(BusAddress.gateway(node), poll, Duration.ofMillis(poll.waitMs()).plus(GRACE))
                .onComplete(result -> {
                    if (result.succeeded()) {
                        waiting.answer().tryComplete(result.result());
                    } else {
                        waiting.answer().tryFail(result.cause());
                    }
                });
        giveUpVanished();
        return waiting.answer()
                .future()
                .onComplete(done -> asked.remove(waiting))
                .map(PollAnswer::body)
                .otherwise(failure -> {
                    log.atDebug().addKeyValue("node", node).setCause(failure).log("poll not answered elsewhere");
                    return null;
                });
    }

    /** To be called when the members of the cluster change. */
    void giveUpVanished() {
        asked.forEach(waiting -> {
            if (members.hasVanished(waiting.node())) {
                waiting.answer().tryComplete(new PollAnswer(null));
            }
        });
    }
}
