package dev.rookery.api;

import dev.rookery.api.spi.ApiCall;
import dev.rookery.auth.Principal;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.ClientAddress;
import dev.rookery.telemetry.SecurityLog;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the security log of requests that were refused for who asked, not for what was asked. */
final class RefusalReport {
    /** Wrong passwords at a sign-in are told by whoever compared them, and knows whose they are. */
    private static final String SIGN_IN = "signIn";

    private static final Set<ErrorCode> TOLD = EnumSet.of(
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.INVALID_CREDENTIALS,
            ErrorCode.TOKEN_REUSED,
            ErrorCode.RATE_LIMITED,
            ErrorCode.CHAT_UNKNOWN,
            ErrorCode.DEVICE_UNKNOWN);

    private final SecurityLog log;
    private final ClientAddress addresses;

    RefusalReport(SecurityLog log, ClientAddress addresses) {
        this.log = log;
        this.addresses = addresses;
    }

    void tell(RoutingContext context, @Nullable Operation operation) {
        if (operation == null
                || !(context.failure() instanceof RookeryException refused)
                || !TOLD.contains(refused.code())
                || saysNothing(context, operation, refused.code())) {
            return;
        }
        Principal principal = ApiCall.principalOf(context);
        log.refused(
                operation.getOperationId(),
                refused.code(),
                principal == null ? null : principal.user(),
                addresses.of(context.request()));
    }

    /** Somebody who shows no token at all tries nothing. */
    private static boolean saysNothing(RoutingContext context, Operation operation, ErrorCode code) {
        boolean toldElsewhere = code == ErrorCode.INVALID_CREDENTIALS
                && operation.getOperationId().equals(SIGN_IN);
        boolean noToken = code == ErrorCode.UNAUTHENTICATED
                && !operation.getSecurityRequirements().isEmpty()
                && !context.request().headers().contains(HttpHeaders.AUTHORIZATION);
        return toldElsewhere || noToken;
    }
}
