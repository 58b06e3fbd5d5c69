package dev.rookery.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.buffer.Buffer;

/**
 * A text frame as it goes over the wire, header included: encoded once, whatever the number of sessions it is written to.
 * Reference-counted: whoever makes or retains one releases it.
 */
public final class EncodedFrame {
    private static final int FINAL_TEXT = 0x81;
    private static final int MAX_HEADER = 10;
    private static final int ONE_BYTE_LENGTH = 125;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;

    private final ByteBuf bytes;
    private final int header;

    private EncodedFrame(ByteBuf bytes, int header) {
        this.bytes = bytes;
        this.header = header;
    }

    /** A frame of server to client: not masked (RFC 6455, 5.2). */
    public static EncodedFrame of(Buffer json) {
        int length = json.length();
        ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(length + MAX_HEADER);
        bytes.writeByte(FINAL_TEXT);
        if (length <= ONE_BYTE_LENGTH) {
            bytes.writeByte(length);
        } else if (length <= 0xFFFF) {
            bytes.writeByte(TWO_BYTE_LENGTH).writeShort(length);
        } else {
            bytes.writeByte(EIGHT_BYTE_LENGTH).writeLong(length);
        }
        int header = bytes.readableBytes();
        bytes.writeBytes(json.getBytes());
        return new EncodedFrame(bytes, header);
    }

    /** A copy of the text alone, for transports that are no WebSocket. */
    public Buffer json() {
        byte[] json = new byte[bytes.readableBytes() - header];
        bytes.getBytes(bytes.readerIndex() + header, json);
        return Buffer.buffer(json);
    }

    public int length() {
        return bytes.readableBytes();
    }

    /** A view with a reader index of its own; the channel that it is written to releases it. */
    ByteBuf forChannel() {
        return bytes.retainedDuplicate();
    }

    public EncodedFrame retain() {
        bytes.retain();
        return this;
    }

    public void release() {
        bytes.release();
    }
}
