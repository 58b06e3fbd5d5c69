package dev.rookery.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host name or address with a port. */
public record HostPort(String host, int port) {
    private static final Pattern SHAPE = Pattern.compile("([^,\\s]+):([0-9]{1,9})");

    /** Fails with IllegalArgumentException, which says what is wrong. */
    public static HostPort parse(String text) {
        Matcher parts = SHAPE.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not host:port");
        }
        int port = Integer.parseInt(parts.group(2));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
        return new HostPort(parts.group(1), port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
