package dev.rookery.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.wire.FrameCodec;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket client that may break every rule: it writes the bytes it is told to. Blocking, with a limit on time. */
public final class RawWebSocket implements AutoCloseable {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;
    public static final int FINAL = 0x80;

    private static final int PATIENCE_MS = Patience.MILLIS;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** @param receiveBuffer bytes the kernel takes for a client that does not read; 0 for its default */
    public RawWebSocket(int port, int receiveBuffer) {
        try {
            socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request that becomes a WebSocket with this access token; more headers may be added, each ending with CRLF. */
    public static String handshake(String accessToken, String moreHeaders) {
        return "GET /v1/ws HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + "Sec-WebSocket-Protocol: " + FrameCodec.SUBPROTOCOL + "\r\n"
                + "Authorization: Bearer " + accessToken + "\r\n" + moreHeaders + "\r\n";
    }

    /** Connects with this access token; the welcome is still to be read. */
    public static RawWebSocket connected(int port, String accessToken, int receiveBuffer) {
        RawWebSocket raw = new RawWebSocket(port, receiveBuffer);
        raw.write(handshake(accessToken, "").getBytes(StandardCharsets.US_ASCII));
        String head = raw.readHead();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new AssertionError(head);
        }
        return raw;
    }

    public void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of an HTTP response. */
    public String readHead() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                head.write(in.readByte());
            }
        } catch (IOException e) {
            throw new AssertionError("got only: " + head, e);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads and forgets bytes, such as the body of an HTTP response. */
    public void skip(int bytes) {
        try {
            in.skipNBytes(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame from the server. */
    public record Frame(int firstByte, Buffer payload) {
        public int opcode() {
            return firstByte & 0x0F;
        }

        public String text() {
            return payload.toString();
        }

        public int closeCode() {
            return payload.getUnsignedShort(0);
        }

        public String closeReason() {
            return payload.getString(2, payload.length());
        }
    }

    public Frame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        return new Frame(first, Buffer.buffer(in.readNBytes(length)));
    }

    /** Reads on to the next frame of this opcode. */
    @CanIgnoreReturnValue
    public Frame readUntil(int opcode) {
        try {
            Frame frame = readFrame();
            while (frame.opcode() != opcode) {
                frame = readFrame();
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads on until the server has closed the TCP connection. */
    public void readToEnd() {
        try {
            while (in.read() >= 0) {
                // Whatever was on its way.
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("reset")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A client frame, masked as it must be. */
    public static byte[] frame(int firstByte, byte[] payload) {
        return frame(firstByte, payload, payload.length, true);
    }

    /** A frame whose header announces another length than it has, or that is not masked. */
    public static byte[] frame(int firstByte, byte[] payload, long announced, boolean masked) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        int maskBit = masked ? 0x80 : 0;
        frame.put((byte) firstByte);
        if (announced <= 125) {
            frame.put((byte) (maskBit | (int) announced));
        } else if (announced <= 0xFFFF) {
            frame.put((byte) (maskBit | 126)).putShort((short) announced);
        } else {
            frame.put((byte) (maskBit | 127)).putLong(announced);
        }
        if (masked) {
            // The mask of all zeros leaves the payload as it is.
            frame.putInt(0);
        }
        frame.put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
