package dev.rookery.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports that nobody listens on. */
public final class FreePorts {
    /** Below the ports that systems give to outgoing connections: one of those could be taken before we bind it. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    private FreePorts() {}

    /** A TCP port of the loopback interface that is free at this moment. */
    public static int any() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree("127.0.0.1", port)) {
                return port;
            }
        }
        throw new EngineException("No free port between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1.");
    }

    /** Whether a server could listen there at this moment. */
    public static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
