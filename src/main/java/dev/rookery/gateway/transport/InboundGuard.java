package dev.rookery.gateway.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.function.BiConsumer;

/**
 * Stands between the frame decoder and Vert.x, which would cut a connection with a broken frame off at once: the client
 * would never read the close frame that tells it why. From the first broken frame on, everything that still comes is
 * thrown away until the connection is closed.
 */
final class InboundGuard extends ChannelInboundHandlerAdapter {
    /** RFC 6455, 7.4.2. The frame decoder refuses the codes below that are not for the wire, and takes all above. */
    private static final int LAST_CLOSE_CODE = 4_999;

    private final BiConsumer<Integer, String> violated;
    private final InboundBytes bytes;
    private boolean discarding;

    /**
     * @param violated gets the close code and a reason, once
     * @param bytes is told of every frame
     */
    InboundGuard(BiConsumer<Integer, String> violated, InboundBytes bytes) {
        this.violated = violated;
        this.bytes = bytes;
    }

    /** Stops looking at what the client sends, but goes on reading it: unread bytes would turn our close into a reset. */
    void discard(ChannelHandlerContext ctx) {
        discarding = true;
        // The decoder goes too: after a broken frame it would step through the rest byte by byte.
        if (ctx.pipeline().get("wsdecoder") instanceof WebSocketFrameDecoder) {
            ctx.pipeline().remove("wsdecoder");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof WebSocketFrame frame) {
            bytes.decoded(frame);
        }
        if (discarding) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof CloseWebSocketFrame close && close.statusCode() > LAST_CLOSE_CODE) {
            ReferenceCountUtil.release(message);
            violated.accept(WebSocketCloseStatus.PROTOCOL_ERROR.code(), "there is no such close code");
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof CorruptedWebSocketFrameException broken)) {
            ctx.fireExceptionCaught(cause);
        } else if (!discarding) {
            String reason = broken.getMessage();
            violated.accept(broken.closeStatus().code(), reason == null ? "broken frame" : reason);
        }
    }
}
