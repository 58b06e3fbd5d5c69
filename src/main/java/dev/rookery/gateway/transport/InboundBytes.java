package dev.rookery.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Stands before the frame decoder and counts what it was given and did not make a frame of: a client that announces a
 * megabyte and sends all but the last byte makes the decoder keep it.
 */
final class InboundBytes extends ChannelInboundHandlerAdapter {
    private static final int SHORT = 125;
    private static final int MEDIUM = 0xFFFF;
    /** Two bytes and the mask. */
    private static final int HEADER = 6;

    private final Runnable afterRead;
    private long undecoded;

    /** @param afterRead to be called when all that was read has been decoded as far as it can be */
    InboundBytes(Runnable afterRead) {
        this.afterRead = afterRead;
    }

    long undecoded() {
        return undecoded;
    }

    /** A frame came out of the decoder. */
    void decoded(WebSocketFrame frame) {
        int payload = frame.content().readableBytes();
        int length = payload <= SHORT ? 0 : payload <= MEDIUM ? Short.BYTES : Long.BYTES;
        // What came before this handler was there was not counted.
        undecoded = Math.max(0, undecoded - HEADER - length - payload);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            undecoded += bytes.readableBytes();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        afterRead.run();
    }
}
