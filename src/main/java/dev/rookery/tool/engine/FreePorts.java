package dev.rookery.tool.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports that nobody listens on, and says of others why not. */
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
        return refusal(host, port).isEmpty();
    }

    /**
     * Why no server could listen there at this moment, as the end of a sentence about that port of that host; empty if one
     * could.
     */
    public static Optional<String> refusal(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return Optional.of("cannot be listened on: no such host is known");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(reason(String.valueOf(e.getMessage()), host));
        } catch (IllegalArgumentException e) {
            // How the JDK says that it was told to do without IPv6.
            return Optional.of(reason("protocol family", host));
        }
    }

    private static String reason(String words, String host) {
        String said = words.toLowerCase(Locale.ROOT);
        if (said.contains("in use")) {
            return "is in use";
        }
        if (said.contains("permission denied")) {
            return "cannot be listened on: ports below 1024 are for administrators";
        }
        if (host.contains(":") && said.contains("protocol family")) {
            return "cannot be listened on: this Java runs without IPv6 (-Djava.net.preferIPv4Stack=true)";
        }
        if (said.contains("assign requested address")) {
            return "cannot be listened on: this machine has no such address";
        }
        return "cannot be listened on: " + words;
    }
}
