package dev.rookery.gateway.door;

import dev.rookery.auth.Authenticator;
import dev.rookery.auth.Principal;
import dev.rookery.auth.Ticket;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.ApiRequest.RedeemTicket;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides before the upgrade whether a request may become a WebSocket, and for whom, so that a refusal is a plain HTTP
 * answer. A client shows an access token in the Authorization header, or, where it can't set headers, a single-use ticket
 * as a second subprotocol; never anything in the URL, which ends up in logs.
 */
public final class Handshake {
    private static final String VERSION = "13";
    private static final String KEY_HEADER = "Sec-WebSocket-Key";
    /** Of the last letter before the padding only two bits count. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    private static final String BEARER = "bearer ";
    private static final Duration TICKET_TIMEOUT = Duration.ofSeconds(2);

    private final Authenticator authenticator;
    private final Members members;
    private final BusClient bus;
    private final OriginPolicy origins;

    public Handshake(Authenticator authenticator, Members members, BusClient bus, OriginPolicy origins) {
        this.authenticator = authenticator;
        this.members = members;
        this.bus = bus;
        this.origins = origins;
    }

    /** Fails with a {@link RookeryException} that says why not. */
    public Future<Principal> authenticate(HttpServerRequest request) {
        try {
            MultiMap headers = request.headers();
            requireUpgrade(headers);
            List<String> subprotocols = subprotocols(headers);
            String origin = origin(headers, request.authority());
            String authorization = headers.get(HttpHeaders.AUTHORIZATION);
            return authorization == null
                    ? redeem(ticket(subprotocols), origin)
                    : authenticator.authenticate(token(authorization));
        } catch (RookeryException e) {
            return Future.failedFuture(e);
        }
    }

    private static void requireUpgrade(MultiMap headers) {
        boolean upgrade = values(headers, HttpHeaders.CONNECTION).anyMatch("upgrade"::equalsIgnoreCase);
        if (!upgrade || !headers.contains(HttpHeaders.UPGRADE, "websocket", true)) {
            throw new RookeryException(
                    ErrorCode.UPGRADE_REQUIRED, "This address speaks WebSocket only; see docs/client.md");
        }
        if (!VERSION.equals(headers.get("Sec-WebSocket-Version"))) {
            throw new RookeryException(ErrorCode.UPGRADE_REQUIRED, "Sec-WebSocket-Version must be " + VERSION);
        }
        List<String> keys = headers.getAll(KEY_HEADER);
        if (keys.isEmpty()) {
            throw RookeryException.invalid(KEY_HEADER, "Sec-WebSocket-Key is missing");
        }
        if (keys.size() > 1 || !KEY.matcher(keys.get(0)).matches()) {
            throw RookeryException.invalid(KEY_HEADER, "Sec-WebSocket-Key must be 16 bytes in Base64");
        }
    }

    private static List<String> subprotocols(MultiMap headers) {
        List<String> offered = values(headers, "Sec-WebSocket-Protocol").toList();
        if (!offered.contains(FrameCodec.SUBPROTOCOL)) {
            throw new RookeryException(
                    ErrorCode.UNSUPPORTED_PROTOCOL,
                    "Offer the subprotocol " + FrameCodec.SUBPROTOCOL + " in Sec-WebSocket-Protocol");
        }
        return offered;
    }

    /** The origin that may connect, empty for a client that is not a web page. */
    private String origin(MultiMap headers, @Nullable HostAndPort host) {
        List<String> given = headers.getAll(HttpHeaders.ORIGIN);
        if (given.isEmpty()) {
            return "";
        }
        if (given.size() > 1 || !origins.allows(given.get(0), host)) {
            throw new RookeryException(
                    ErrorCode.ORIGIN_NOT_ALLOWED, "Add this origin to rookery.http.allowedOrigins if it is yours");
        }
        return given.get(0);
    }

    private static String token(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw new RookeryException(ErrorCode.UNAUTHENTICATED, "The Authorization header must be a Bearer token");
        }
        return authorization.substring(BEARER.length()).strip();
    }

    private static Ticket ticket(List<String> subprotocols) {
        List<String> others = subprotocols.stream()
                .filter(name -> !name.equals(FrameCodec.SUBPROTOCOL))
                .toList();
        if (others.size() != 1) {
            throw new RookeryException(
                    ErrorCode.UNAUTHENTICATED,
                    "Send an access token in the Authorization header, or a ticket as second subprotocol");
        }
        return Ticket.parse(others.get(0));
    }

    private Future<Principal> redeem(Ticket ticket, String origin) {
        if (members.find(ticket.issuer(), NodeRole.API).isEmpty()) {
            return Future.failedFuture(new RookeryException(
                    ErrorCode.TICKET_INVALID, "The node that issued this ticket is gone; get another"));
        }
        return bus.ask(BusAddress.api(ticket.issuer()), new RedeemTicket(ticket.secret(), origin), TICKET_TIMEOUT)
                .map(holder -> new Principal(holder.user(), holder.device()))
                .recover(failure -> Future.failedFuture(unreachable(failure)));
    }

    /** Whether the ticket was spent is unknown then, so it is useless. */
    private static Throwable unreachable(Throwable failure) {
        return failure instanceof RookeryException known && known.code() == ErrorCode.OWNER_UNAVAILABLE
                ? new RookeryException(
                        ErrorCode.TICKET_INVALID, "The node that issued this ticket does not answer; get another")
                : failure;
    }

    /** A list may stand in one header or in several (RFC 9110, 5.3). */
    private static Stream<String> values(MultiMap headers, CharSequence name) {
        return headers.getAll(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip);
    }
}
