package dev.rookery.tool.engine;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Waits until a child really serves, or has ended. */
final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int SOCKET_TIMEOUT_MS = 2_000;

    private Readiness() {}

    /** Returns when the probe succeeds. Throws when the child ends, or the patience, or this thread is interrupted; then the child is ended. */
    static void await(ChildProcess child, Duration patience, BooleanSupplier probe) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean ready = false;
        try {
            while (!ready && !child.endsWithin(PAUSE)) {
                if (System.nanoTime() > deadline) {
                    throw new EngineException(String.format(
                            Locale.ROOT,
                            "%s was not ready after %d s (log: %s)",
                            child.name(),
                            patience.toSeconds(),
                            child.log()));
                }
                ready = probe.getAsBoolean();
            }
            if (!ready) {
                throw new EngineException(child.obituary());
            }
        } finally {
            if (!ready) {
                child.kill();
            }
        }
    }

    /** Whether a server there answers those bytes with an answer that begins with the expected ones. */
    static boolean answers(String address, int port, byte[] question, byte[] expected) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(SOCKET_TIMEOUT_MS);
            socket.connect(new InetSocketAddress(address, port), SOCKET_TIMEOUT_MS);
            socket.getOutputStream().write(question);
            byte[] answer = new byte[expected.length];
            new DataInputStream(socket.getInputStream()).readFully(answer);
            return Arrays.equals(answer, expected);
        } catch (IOException e) {
            return false;
        }
    }
}
