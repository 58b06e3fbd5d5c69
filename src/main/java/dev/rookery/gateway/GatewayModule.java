package dev.rookery.gateway;

import dev.rookery.auth.Principal;
import dev.rookery.config.RookeryConfig.GatewayConfig;
import dev.rookery.config.RookeryConfig.HttpConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.ClientAddress;
import dev.rookery.edge.HttpModule;
import dev.rookery.edge.Problem;
import dev.rookery.gateway.door.Admission;
import dev.rookery.gateway.door.Handshake;
import dev.rookery.gateway.door.OriginPolicy;
import dev.rookery.gateway.door.RefusedClients;
import dev.rookery.gateway.session.SessionRefusals;
import dev.rookery.gateway.transport.UpgradedSocket;
import dev.rookery.telemetry.GatewayMeters;
import dev.rookery.telemetry.SecurityLog;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes {@code /v1/ws} and {@code /v1/events} on every event loop. Refuses with {@code overloaded} until the {@link GatewayVerticle} of this
 * module is deployed, and again from {@link GatewayVerticle#drain} on.
 */
public final class GatewayModule implements HttpModule {
    /** Where clients connect. */
    public static final String PATH = "/v1/ws";

    private static final Logger log = LoggerFactory.getLogger(GatewayModule.class);
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);

    private final GatewayServices services;
    private final GatewayConfig config;
    private final GatewayMeters meters;
    private final Handshake handshake;
    private final Admission admission;
    private final ClientAddress addresses;
    private final RefusedClients refusals;
    private final SessionRefusals sessionRefusals;
    private final EventsEndpoint events;
    private final LocalRouting routing;
    private @Nullable Future<Set<Class<? extends ClientFrame>>> contract;

    public GatewayModule(
            GatewayServices services,
            GatewayConfig config,
            HttpConfig http,
            GatewayMeters meters,
            SecurityLog security) {
        this.services = services;
        this.config = config;
        this.meters = meters;
        this.handshake = new Handshake(
                services.authenticator(), services.members(), services.bus(), new OriginPolicy(http.allowedOrigins()));
        this.admission = new Admission(config.maxSessions(), services.limits());
        this.addresses = new ClientAddress(http.trustedProxies());
        this.refusals = new RefusedClients(security, addresses);
        this.sessionRefusals = new SessionRefusals(security);
        this.events = new EventsEndpoint(services, config, admission, addresses, refusals);
        this.routing = new LocalRouting(services.watches());
        meters.observe(admission::taken);
    }

    /** Fails if a frame of the contract has no handler, or one that is not in the contract has. */
    @Override
    public Future<Void> mount(Vertx vertx, Router router) {
        // The contract is read once, by whoever comes first; each loop goes on with it on its own context.
        return Future.fromCompletionStage(contract(vertx).toCompletionStage(), vertx.getOrCreateContext())
                .map(frames -> {
                    mount(vertx, router, frames);
                    return null;
                });
    }

    private synchronized Future<Set<Class<? extends ClientFrame>>> contract(Vertx vertx) {
        if (contract == null) {
            contract = FrameContract.load(vertx);
        }
        return contract;
    }

    private void mount(Vertx vertx, Router router, Set<Class<? extends ClientFrame>> frames) {
        GatewayLoop loop = new GatewayLoop(vertx, services, frames, config, routing, meters, sessionRefusals);
        routing.attach(loop);
        loop.start();
        router.get(EventsEndpoint.PATH).handler(request -> events.handle(vertx, request.request(), loop));
        router.route(EventsEndpoint.PATH).handler(request -> events.refuseMethod(request.response()));
        router.get(PATH).handler(request -> connect(request.request(), loop));
    }

    /** Sessions and handshakes under way. */
    public int connections() {
        return admission.taken();
    }

    GatewayServices services() {
        return services;
    }

    GatewayMeters meters() {
        return meters;
    }

    Admission admission() {
        return admission;
    }

    LocalRouting routing() {
        return routing;
    }

    PolledSessions polled() {
        return events.polled();
    }

    private void connect(HttpServerRequest request, GatewayLoop loop) {
        // The upgrade wants the request as it came; it waits while the credentials are checked.
        request.pause();
        Admission.Place place;
        try {
            place = admission.enter(addresses.of(request));
        } catch (RookeryException full) {
            refuse(request, full);
            return;
        }
        handshake
                .authenticate(request)
                .timeout(HANDSHAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .map(principal -> {
                    place.belongsTo(principal);
                    return principal;
                })
                .onFailure(failure -> {
                    place.leave();
                    refuse(request, failure);
                })
                .onSuccess(principal -> upgrade(request, loop, principal, place));
    }

    private void upgrade(HttpServerRequest request, GatewayLoop loop, Principal principal, Admission.Place place) {
        if (request.response().closed()) {
            place.leave();
            return;
        }
        request.response().putHeader("Sec-WebSocket-Protocol", FrameCodec.SUBPROTOCOL);
        Future<UpgradedSocket> upgraded = UpgradedSocket.upgrade(request);
        upgraded.timeout(HANDSHAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    // Vert.x has answered, or the client is gone.
                    place.leave();
                    upgraded.onSuccess(late -> late.socket().close());
                    log.atDebug().setCause(failure).log("upgrade failed");
                })
                .onSuccess(socket -> begin(socket, loop, principal, place));
    }

    private void begin(UpgradedSocket socket, GatewayLoop loop, Principal principal, Admission.Place place) {
        try {
            loop.open(socket, principal, place);
        } catch (RuntimeException e) {
            place.leave();
            if (!socket.socket().isClosed()) {
                log.atError().setCause(e).log("session could not begin");
                socket.socket().close();
            }
        }
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        Throwable told = failure instanceof TimeoutException
                ? new RookeryException(ErrorCode.OVERLOADED, "The credentials could not be checked in time")
                : failure;
        Problem problem = Problem.of(told);
        meters.handshakeRefused(problem.code());
        refusals.tell("websocket", problem.code(), request);
        if (problem.code() == ErrorCode.INTERNAL) {
            log.atError().setCause(failure).log("handshake failed");
        }
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (problem.code() == ErrorCode.UPGRADE_REQUIRED) {
            response.putHeader(HttpHeaders.UPGRADE, "websocket").putHeader("Sec-WebSocket-Version", "13");
        }
        problem.send(response).onFailure(gone -> log.atDebug().setCause(gone).log("refused client is gone"));
        request.resume();
    }
}
