package dev.rookery.edge;

import dev.rookery.config.RookeryConfig.ConnectionConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.telemetry.EdgeMeters;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpContentEncoder;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the HTTP decoder and Vert.x. It answers by itself whatever is not a request, and ends the connection:
 * where the next request would begin is not known then. It also keeps the {@link Deadlines}. It goes when the connection
 * becomes a WebSocket.
 */
final class RequestGuard extends ChannelDuplexHandler {
    private static final Logger log = LoggerFactory.getLogger(RequestGuard.class);
    /** Time for a client to read why it is sent away. */
    private static final long LINGER_MS = 1_000;

    private final Deadlines deadlines;
    private final EdgeMeters meters;
    private @Nullable ScheduledFuture<?> watch;
    private @Nullable RookeryException refusal;
    private boolean headWritten;
    private long announced;
    private boolean refused;

    RequestGuard(ConnectionConfig limits, EdgeMeters meters) {
        this.deadlines = new Deadlines(limits, System.nanoTime());
        this.meters = meters;
    }

    /** Bytes came, of whatever meaning. */
    void received(int bytes) {
        deadlines.received(bytes, System.nanoTime());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        look(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (watch != null) {
            watch.cancel(false);
        }
    }

    private void look(ChannelHandlerContext ctx) {
        long now = System.nanoTime();
        long due = deadlines.due();
        if (due > now) {
            watchFor(ctx, Math.min(due - now, deadlines.step()));
        } else if (!ctx.channel().config().isAutoRead()) {
            // Vert.x reads no further by itself, so the client can't be late.
            watchFor(ctx, deadlines.step());
        } else {
            late(ctx);
        }
    }

    private void watchFor(ChannelHandlerContext ctx, long nanos) {
        watchAgain(ctx.executor().schedule(() -> look(ctx), nanos, TimeUnit.NANOSECONDS));
    }

    private void watchAgain(ScheduledFuture<?> next) {
        if (watch != null) {
            watch.cancel(false);
        }
        watch = next;
    }

    private void late(ChannelHandlerContext ctx) {
        meters.timedOut();
        if (deadlines.beingAsked() && refusal == null) {
            refuse(ctx, new RookeryException(ErrorCode.REQUEST_TIMEOUT, ErrorCode.REQUEST_TIMEOUT.title()));
        } else {
            var unused = ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refusal != null || !ctx.channel().isActive()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            RookeryException wrong = wrongHead(request);
            if (wrong != null) {
                ReferenceCountUtil.release(message);
                deadlines.headBroken(System.nanoTime());
                refuse(ctx, wrong);
                return;
            }
            deadlines.headRead(System.nanoTime());
        }
        if (message instanceof HttpContent content) {
            if (content.decoderResult().isFailure()) {
                ReferenceCountUtil.release(message);
                refuse(ctx, invalid("The body is not in the chunks that its Transfer-Encoding promises"));
                return;
            }
            if (message instanceof LastHttpContent) {
                deadlines.bodyRead(System.nanoTime());
            }
        }
        ctx.fireChannelRead(message);
    }

    private static @Nullable RookeryException wrongHead(HttpRequest request) {
        DecoderResult decoded = request.decoderResult();
        if (decoded.isSuccess()) {
            String violation = HeadRules.violation(request);
            return violation == null ? null : invalid(violation);
        }
        if (decoded.cause() instanceof TooLongHttpLineException) {
            return new RookeryException(ErrorCode.ADDRESS_TOO_LONG, ErrorCode.ADDRESS_TOO_LONG.title());
        }
        if (decoded.cause() instanceof TooLongHttpHeaderException) {
            return new RookeryException(ErrorCode.HEADERS_TOO_LARGE, ErrorCode.HEADERS_TOO_LARGE.title());
        }
        return invalid("This is not a request of HTTP/1.1");
    }

    private static RookeryException invalid(String detail) {
        return new RookeryException(ErrorCode.INVALID_REQUEST, detail);
    }

    /** Requests before this one are answered first; from here on nothing that comes is looked at. */
    private void refuse(ChannelHandlerContext ctx, RookeryException reason) {
        refusal = reason;
        meters.requestRefused(reason.code());
        log.atDebug()
                .addKeyValue("address", ctx.channel().remoteAddress())
                .addKeyValue("code", reason.code().wireName())
                .log("request refused: {}", reason.detail());
        ctx.channel().config().setAutoRead(true);
        refuseInTurn(ctx, reason);
    }

    private void refuseInTurn(ChannelHandlerContext ctx, RookeryException reason) {
        if (deadlines.ahead() > 0) {
            return;
        }
        if (headWritten || !deadlines.beingAsked()) {
            // What is written already shall leave.
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        refused = true;
        FullHttpResponse answer = answer(reason);
        pastCompressor(ctx).writeAndFlush(answer).addListener(written -> {
            if (ctx.channel() instanceof DuplexChannel duplex && ctx.pipeline().get(SslHandler.class) == null) {
                var unused = duplex.shutdownOutput();
            }
            watchAgain(ctx.executor()
                    .schedule(
                            () -> {
                                var unused = ctx.close();
                            },
                            LINGER_MS,
                            TimeUnit.MILLISECONDS));
        });
    }

    /** It wants a request for each answer, and a head that never came whole is none. */
    private static ChannelHandlerContext pastCompressor(ChannelHandlerContext ctx) {
        ChannelHandlerContext compressor = ctx.pipeline().context(HttpContentEncoder.class);
        return compressor == null ? ctx : compressor;
    }

    private static FullHttpResponse answer(RookeryException reason) {
        byte[] body = Problem.of(reason).toJson().toBuffer().getBytes();
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reason.code().httpStatus()),
                Unpooled.wrappedBuffer(body));
        SecurityHeaders.ALL.forEach(answer.headers()::set);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.CONTENT_TYPE)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, "close");
        return answer;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (refused) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        if (message instanceof HttpResponse response && isInterim(response)) {
            var unused = ctx.write(message, promise);
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                ctx.pipeline().remove(this);
            }
            return;
        }
        if (message instanceof HttpResponse response) {
            headWritten = true;
            announced = Math.max(0, HttpUtil.getContentLength(response, 0L));
        }
        if (message instanceof LastHttpContent) {
            ctx.write(message, promise.unvoid())
                    .addListener((ChannelFutureListener) taken -> deadlines.answerTaken(System.nanoTime()));
            answered(ctx);
        } else {
            var unused = ctx.write(message, promise);
        }
    }

    private void answered(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer waiting = ctx.channel().unsafe().outboundBuffer();
        long queued = waiting == null ? 0 : waiting.totalPendingWriteBytes();
        // Files are read as the network takes them, so they are not in the queue.
        deadlines.answered(Math.max(queued, announced), System.nanoTime());
        headWritten = false;
        announced = 0;
        if (refusal != null) {
            RookeryException reason = refusal;
            ctx.executor().execute(() -> refuseInTurn(ctx, reason));
        }
    }

    private static boolean isInterim(HttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
