package dev.rookery.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.function.IntConsumer;

/**
 * The decoder of Vert.x, without the leniency it has from Netty: the request line is three words with one blank between
 * them, and a message that says its length twice is broken. Netty would cut the line at tabs too, and drop one of the
 * lengths.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private static final int LONGEST_METHOD = 32;
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private final IntConsumer received;

    /** @param received gets the number of bytes that came, before they are looked at */
    StrictRequestDecoder(HttpServerOptions options, IntConsumer received) {
        super(options);
        this.received = received;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof ByteBuf bytes) {
            received.accept(bytes.readableBytes());
        }
        super.channelRead(ctx, message);
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        require(length <= LONGEST_METHOD, "The method is too long");
        for (int at = start; at < start + length; at++) {
            require(isTokenLetter(line[at]), "The method is not a token");
        }
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        requireOneBlankBefore(line, start);
        for (int at = start; at < start + length; at++) {
            require(line[at] > ' ' && line[at] < 0x7F, "The address has letters that must be percent-encoded");
        }
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        requireOneBlankBefore(line, start);
        return super.splitThirdWordInitialLine(line, start, length);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Content-Length and Transfer-Encoding exclude each other");
    }

    private static void requireOneBlankBefore(byte[] line, int start) {
        require(
                start > 1 && line[start - 1] == ' ' && line[start - 2] > ' ',
                "The words of the request line must be separated by one blank");
    }

    private static boolean isTokenLetter(byte letter) {
        boolean alphanumeric = (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9');
        return alphanumeric || MARKS.indexOf(letter) >= 0;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
