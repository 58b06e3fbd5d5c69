package dev.rookery.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** An HTTP client that may break every rule: it writes the bytes it is told to. Blocking, with a limit on time. */
public final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;
    private static final int DRIP_MS = 50;

    private final Socket socket = new Socket();
    private final PushbackInputStream in;

    public RawHttp(int port) {
        this(port, InetAddress.getLoopbackAddress());
    }

    /** @param from an address of this machine, such as 127.0.0.2, so that the server sees another client */
    public RawHttp(int port, InetAddress from) {
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            in = new PushbackInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer as it came. */
    public record Answer(String head, String body) {
        public int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        /** A header, by its name in lower case. */
        public Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    /** Sends one request on a connection of its own. */
    public static Answer ask(int port, String request) {
        try (RawHttp raw = new RawHttp(port)) {
            return raw.write(request).read();
        }
    }

    @CanIgnoreReturnValue
    public RawHttp write(String latin1) {
        return write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @CanIgnoreReturnValue
    public RawHttp write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one byte after the other, slowly, until the server has something to say; false if it never had. */
    public boolean drip(String latin1) {
        try {
            socket.setSoTimeout(DRIP_MS);
            for (byte next : latin1.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(next);
                if (hasSomethingToSay()) {
                    return true;
                }
            }
            return false;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            patient();
        }
    }

    private boolean hasSomethingToSay() throws IOException {
        try {
            int next = in.read();
            if (next >= 0) {
                in.unread(next);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private void patient() {
        try {
            socket.setSoTimeout(PATIENCE_MS);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one answer, whose body has a length or none. */
    public Answer read() {
        return read(true);
    }

    /** Reads the answer to a HEAD request. */
    public Answer readHead() {
        return read(false);
    }

    private Answer read(boolean body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                bytes.write(readByte());
            }
            Answer head = new Answer(bytes.toString(StandardCharsets.ISO_8859_1), "");
            int length =
                    body ? head.header("content-length").map(Integer::parseInt).orElse(0) : 0;
            return new Answer(head.head(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("got only: " + bytes, e);
        }
    }

    private int readByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    /** Reads on until the server has closed the connection; what it still said. */
    public String readToEnd() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                rest.write(next);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("reset")) {
                throw new UncheckedIOException(e);
            }
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
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
