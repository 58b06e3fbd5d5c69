package dev.rookery.edge;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every failed request with a {@link Problem}. What was not foreseen is logged here, once, under an incident id
 * that the client gets too.
 */
public final class FailureHandler implements Handler<RoutingContext> {
    private static final Logger log = LoggerFactory.getLogger(FailureHandler.class);

    @Override
    public void handle(RoutingContext context) {
        answer(context, context.failure(), context.statusCode());
    }

    /** Answers with this failure. */
    public void answer(RoutingContext context, Throwable failure) {
        answer(context, failure, -1);
    }

    private static void answer(RoutingContext context, @Nullable Throwable failure, int status) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        problem(context, failure, status)
                .send(context.response())
                .onFailure(gone -> log.atDebug().setCause(gone).log("client left before its answer"));
    }

    private static Problem problem(RoutingContext context, @Nullable Throwable failure, int status) {
        if (failure instanceof RookeryException || failure instanceof InvalidRequestException) {
            return Problem.of(failure);
        }
        if (isClients(failure)) {
            // Whether it is told does not matter: most often nobody listens any more.
            log.atDebug()
                    .addKeyValue("address", context.request().remoteAddress())
                    .log("request broke off: {}", String.valueOf(failure));
            return Problem.of(new RookeryException(ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_REQUEST.title()));
        }
        ErrorCode code = byStatus(failure instanceof HttpException http ? http.getStatusCode() : status);
        return code == ErrorCode.INTERNAL
                ? unforeseen(context, failure)
                : Problem.of(new RookeryException(code, code.title()));
    }

    /** The connection ended, or what came over it was nothing. */
    private static boolean isClients(@Nullable Throwable failure) {
        return failure instanceof HttpClosedException
                || failure instanceof StreamResetException
                || failure instanceof DecoderException;
    }

    /** How vertx-web tells what it refuses by itself. */
    private static ErrorCode byStatus(int status) {
        return switch (status) {
            case 400 -> ErrorCode.INVALID_REQUEST;
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 413 -> ErrorCode.BODY_TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            default -> ErrorCode.INTERNAL;
        };
    }

    private static Problem unforeseen(RoutingContext context, @Nullable Throwable failure) {
        String incident = Long.toHexString(ThreadLocalRandom.current().nextLong());
        log.atError()
                .addKeyValue("incident", incident)
                .addKeyValue("method", context.request().method())
                .addKeyValue("path", context.request().path())
                .setCause(failure)
                .log("request failed");
        return Problem.incident(incident);
    }
}
