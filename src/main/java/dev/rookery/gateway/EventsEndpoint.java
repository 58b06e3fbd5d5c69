package dev.rookery.gateway;

import dev.rookery.async.Deadline;
import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatRequest.Position;
import dev.rookery.bus.message.GatewayRequest.ContinuePoll;
import dev.rookery.config.RookeryConfig.GatewayConfig;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.ClientAddress;
import dev.rookery.edge.Problem;
import dev.rookery.gateway.door.Admission;
import dev.rookery.gateway.door.RefusedClients;
import dev.rookery.gateway.session.Session;
import dev.rookery.gateway.stream.EventRequest;
import dev.rookery.gateway.stream.EventStreamConnection;
import dev.rookery.gateway.stream.EventToken;
import dev.rookery.gateway.stream.PollConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address {@code /v1/events}, for clients that can't hold a WebSocket: the same sessions with the same frames, over
 * Server-Sent Events or long polls. Every session begins with a sync, so a client may come back at any node; a poll that
 * comes to another node than its session is passed on to that. One per node; any thread.
 */
final class EventsEndpoint {
    static final String PATH = "/v1/events";

    private static final Logger log = LoggerFactory.getLogger(EventsEndpoint.class);
    private static final Duration AUTHENTICATION = Duration.ofSeconds(5);
    private static final int LEAST_RETRY_MS = 1_000;
    private static final int MOST_RETRY_MS = 5_000;

    private final GatewayServices services;
    private final GatewayConfig config;
    private final Admission admission;
    private final ClientAddress addresses;
    private final RefusedClients refusals;
    private final PolledSessions polled;

    EventsEndpoint(
            GatewayServices services,
            GatewayConfig config,
            Admission admission,
            ClientAddress addresses,
            RefusedClients refusals) {
        this.refusals = refusals;
        this.services = services;
        this.config = config;
        this.admission = admission;
        this.addresses = addresses;
        this.polled = new PolledSessions(services.members(), services.bus());
    }

    PolledSessions polled() {
        return polled;
    }

    /** @param loop the one that the request came to */
    void handle(Vertx vertx, HttpServerRequest request, GatewayLoop loop) {
        EventRequest asked;
        try {
            asked = EventRequest.of(request);
        } catch (RookeryException e) {
            refuse(request, e);
            return;
        }
        Deadline.within(vertx, AUTHENTICATION, services.authenticator().authenticate(asked.token()))
                .onComplete(
                        principal -> answer(vertx, request, loop, asked, principal),
                        failure -> refuse(request, failure));
    }

    /** Answers whoever does not ask with GET. */
    void refuseMethod(HttpServerResponse response) {
        response.putHeader("Allow", "GET, OPTIONS");
        refuse(response, new RookeryException(ErrorCode.METHOD_NOT_ALLOWED, "This address answers to GET only"));
    }

    private void answer(
            Vertx vertx, HttpServerRequest request, GatewayLoop loop, EventRequest asked, Principal principal) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        try {
            if (asked.stream()) {
                stream(request, loop, asked, principal);
            } else {
                poll(vertx, request, loop, asked, principal);
            }
        } catch (RookeryException full) {
            refuse(response, full);
        }
    }

    /** A place for one more session of somebody. */
    private Admission.Place enter(HttpServerRequest request, Principal principal) {
        Admission.Place place = admission.enter(addresses.of(request));
        place.belongsTo(principal);
        return place;
    }

    private void stream(HttpServerRequest request, GatewayLoop loop, EventRequest asked, Principal principal) {
        Admission.Place place = enter(request, principal);
        loop.openStream(principal, place, asked.cursors(), asked.after() == null, asked.earlier(), session -> {
            EventStreamConnection connection = new EventStreamConnection(
                    request.response(), self(), session.id(), asked.cursors(), config.maxQueuedBytes(), session);
            connection.begin(ThreadLocalRandom.current().nextInt(LEAST_RETRY_MS, MOST_RETRY_MS));
            return connection;
        });
    }

    private void poll(
            Vertx vertx, HttpServerRequest request, GatewayLoop loop, EventRequest asked, Principal principal) {
        HttpServerResponse response = request.response();
        EventToken after = asked.after();
        if (after == null) {
            begin(vertx, request, loop, asked, principal);
            return;
        }
        ContinuePoll poll = new ContinuePoll(
                principal.user(),
                principal.device(),
                after.session(),
                after.events(),
                asked.waitMs(),
                places(asked.cursors()));
        PolledSessions.Polled here = polled.find(poll);
        if (here != null) {
            Future<Buffer> answer = polled.poll(here, poll, response);
            answerOn(loop, answer).onSuccess(body -> send(response, body));
        } else {
            answerOn(loop, polled.askElsewhere(after.node(), poll)).onSuccess(answer -> {
                if (answer != null) {
                    send(response, answer);
                } else if (!response.closed()) {
                    begin(vertx, request, loop, asked, principal);
                }
            });
        }
    }

    private static <T> Future<T> answerOn(GatewayLoop loop, Future<T> answer) {
        Promise<T> here = Promise.promise();
        answer.onComplete(result -> loop.run(() -> here.handle(result)));
        return here.future();
    }

    private static List<Position> places(Map<ChatId, Long> cursors) {
        return cursors.entrySet().stream()
                .map(place -> new Position(place.getKey(), place.getValue()))
                .toList();
    }

    /** A session of its own, which takes the place of the one that the client had, if it still is somewhere. */
    private void begin(
            Vertx vertx, HttpServerRequest request, GatewayLoop loop, EventRequest asked, Principal principal) {
        HttpServerResponse response = request.response();
        Admission.Place place;
        try {
            place = enter(request, principal);
        } catch (RookeryException full) {
            refuse(response, full);
            return;
        }
        PollConnection[] made = new PollConnection[1];
        boolean fresh = asked.after() == null;
        Session session = loop.openStream(principal, place, asked.cursors(), fresh, asked.earlier(), opened -> {
            made[0] = new PollConnection(vertx, self(), opened, fresh, asked.cursors(), config.maxQueuedBytes());
            return made[0];
        });
        polled.add(loop, session, made[0]);
        Future<Buffer> answer = made[0].poll(0, asked.waitMs());
        response.closeHandler(gone -> made[0].abandon(answer));
        answer.onSuccess(body -> send(response, body));
    }

    private NodeId self() {
        return services.members().self().id();
    }

    private static void send(HttpServerResponse response, Buffer body) {
        if (!response.closed()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(body)
                    .onFailure(gone -> log.atDebug().setCause(gone).log("client left before its answer"));
        }
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        refusals.tell("events", Problem.of(failure).code(), request);
        refuse(request.response(), failure);
    }

    private static void refuse(HttpServerResponse response, Throwable failure) {
        Throwable told = failure instanceof TimeoutException
                ? new RookeryException(ErrorCode.OVERLOADED, "The credentials could not be checked in time")
                : failure;
        Problem problem = Problem.of(told);
        if (problem.code() == ErrorCode.INTERNAL) {
            log.atError().setCause(failure).log("request for events failed");
        }
        if (!response.closed() && !response.ended()) {
            problem.send(response)
                    .onFailure(gone -> log.atDebug().setCause(gone).log("refused client is gone"));
        }
    }
}
