package dev.rookery.api;

import dev.rookery.api.spi.ApiCall;
import dev.rookery.auth.Authenticator;
import dev.rookery.auth.Principal;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import dev.rookery.edge.ClientAddress;
import dev.rookery.limit.Limits;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What comes before the contract is checked: the access token, then the media type, and only then the body, so that a
 * stranger can't make the server hold one.
 */
final class RequestGate implements Handler<RoutingContext> {
    private static final String BEARER = "bearer ";
    /** With no charset but UTF-8, the only one that JSON has (RFC 8259, 8.1). */
    private static final Pattern JSON = Pattern.compile(
            "\\s*application/json\\s*(?:;\\s*charset=(?:utf-8|\"utf-8\")\\s*)?", Pattern.CASE_INSENSITIVE);

    private static final String OPERATION = "rookery.operation";
    private static final String HOLD = "rookery.hold";
    private static final long HISTORY_BYTES = 512 << 10;
    private static final long LIST_BYTES = 64 << 10;

    private final Operation operation;
    private final Authenticator authenticator;
    private final Limits limits;
    private final ClientAddress addresses;
    private final long maxBody;
    private final BodyHandler bodyReader;

    RequestGate(Operation operation, Authenticator authenticator, Limits limits, ClientAddress addresses) {
        this.operation = operation;
        this.authenticator = authenticator;
        this.limits = limits;
        this.addresses = addresses;
        this.maxBody = operation.getRequestBody() == null ? 0 : LargestBody.of(operation);
        this.bodyReader = BodyHandler.create(false).setBodyLimit(maxBody);
    }

    /** The operation whose gate a request went through. */
    static Operation operation(RoutingContext context) {
        return context.get(OPERATION);
    }

    /** What the request makes the node hold; null before it was admitted. */
    static @Nullable RequestHold hold(RoutingContext context) {
        return context.get(HOLD);
    }

    @Override
    public void handle(RoutingContext context) {
        context.put(OPERATION, operation);
        if (operation.getSecurityRequirements().isEmpty()) {
            admit(context, addresses.of(context.request()), limits.mostOfAddress());
            return;
        }
        context.request().pause();
        authenticate(context)
                .onComplete(
                        principal -> {
                            ApiCall.authenticated(context, principal);
                            context.request().resume();
                            admitUser(context, principal.user());
                        },
                        refused -> {
                            context.request().resume();
                            context.fail(refused);
                        });
    }

    private Future<Principal> authenticate(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return refused("An access token is needed: send it as 'Authorization: Bearer <token>'");
        }
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return refused("The Authorization header must be 'Bearer <token>'");
        }
        return authenticator.authenticate(header.substring(BEARER.length()).strip());
    }

    private static Future<Principal> refused(String detail) {
        return Future.failedFuture(new RookeryException(ErrorCode.UNAUTHENTICATED, detail));
    }

    private void admitUser(RoutingContext context, UserId user) {
        try {
            limits.rates().request(user);
            switch (operation.getOperationId()) {
                case "sendMessage" -> limits.rates().message(user);
                case "listMessages" -> limits.rates().history(user);
                default -> {}
            }
        } catch (RookeryException tooOften) {
            context.fail(tooOften);
            return;
        }
        admit(context, user, limits.mostOfUser());
    }

    /** Before the body is read: what a request may become is held from here on, or it is refused. */
    private void admit(RoutingContext context, Object holder, long most) {
        if (context.response().closed()) {
            // Nobody would hear of the end.
            return;
        }
        try {
            RequestHold hold = RequestHold.take(limits, holder, most, bodyBytes(context), answerBytes());
            context.put(HOLD, hold);
            context.addEndHandler(ended -> hold.requestOver());
        } catch (RookeryException tooMuch) {
            context.fail(tooMuch);
            return;
        }
        if (operation.getRequestBody() == null) {
            context.next();
        } else if (!isJson(context)) {
            refuseMedia(context, ErrorCode.UNSUPPORTED_MEDIA_TYPE.title());
        } else if (isEncoded(context)) {
            refuseMedia(context, "The body must be sent as it is, without a Content-Encoding");
        } else {
            bodyReader.handle(context);
        }
    }

    private long bodyBytes(RoutingContext context) {
        if (operation.getRequestBody() == null) {
            return 0;
        }
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? maxBody : Math.max(0, Math.min(Long.parseLong(length), maxBody));
        } catch (NumberFormatException e) {
            return maxBody;
        }
    }

    /** What an answer may come to; most are small. */
    private long answerBytes() {
        return switch (operation.getOperationId()) {
            case "listMessages" -> HISTORY_BYTES;
            case "listChats" -> LIST_BYTES;
            default -> 0;
        };
    }

    /** To be called when the body is there. Fails the request if it is no JSON that everybody reads alike. */
    static void checkBody(RoutingContext context) {
        if (operation(context).getRequestBody() != null) {
            Buffer body = context.body().buffer();
            StrictJson.check(body == null ? new byte[0] : body.getBytes());
        }
        context.next();
    }

    private static void refuseMedia(RoutingContext context, String why) {
        context.fail(new RookeryException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, why));
    }

    private static boolean isJson(RoutingContext context) {
        List<String> types = context.request().headers().getAll(HttpHeaders.CONTENT_TYPE);
        return types.size() == 1 && JSON.matcher(types.get(0)).matches();
    }

    private static boolean isEncoded(RoutingContext context) {
        return context.request().headers().getAll(HttpHeaders.CONTENT_ENCODING).stream()
                .anyMatch(encoding -> !encoding.equalsIgnoreCase("identity"));
    }
}
