package dev.rookery.gateway.door;

import dev.rookery.domain.ErrorCode;
import dev.rookery.edge.ClientAddress;
import dev.rookery.telemetry.SecurityLog;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumSet;
import java.util.Set;

/** Tells the security log who was not let in for what they showed. */
public final class RefusedClients {
    private static final Set<ErrorCode> TOLD =
            EnumSet.of(ErrorCode.UNAUTHENTICATED, ErrorCode.TICKET_INVALID, ErrorCode.ORIGIN_NOT_ALLOWED);

    private final SecurityLog log;
    private final ClientAddress addresses;

    public RefusedClients(SecurityLog log, ClientAddress addresses) {
        this.log = log;
        this.addresses = addresses;
    }

    /** @param attempt {@code websocket} or {@code events} */
    public void tell(String attempt, ErrorCode code, HttpServerRequest request) {
        // Somebody who shows no token at all tries nothing.
        boolean noToken =
                code == ErrorCode.UNAUTHENTICATED && !request.headers().contains(HttpHeaders.AUTHORIZATION);
        if (TOLD.contains(code) && !noToken) {
            log.refused(attempt, code, null, addresses.of(request));
        }
    }
}
