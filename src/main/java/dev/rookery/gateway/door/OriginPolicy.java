package dev.rookery.gateway.door;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open a WebSocket: those that this node served itself, and those of the configured origins. Browsers
 * do not hold WebSockets to the same-origin policy, so the server has to.
 */
public final class OriginPolicy {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Set<String> allowed;

    public OriginPolicy(Collection<String> allowed) {
        this.allowed =
                allowed.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** @param host the Host header: where the client believes it is connected to */
    boolean allows(String origin, @Nullable HostAndPort host) {
        return allowed.contains(origin.toLowerCase(Locale.ROOT)) || (host != null && isOwn(origin, host));
    }

    /** Compares whole names: neither a prefix nor a suffix of the own host will do. */
    private static boolean isOwn(String origin, HostAndPort host) {
        URI page;
        try {
            page = new URI(origin);
        } catch (URISyntaxException e) {
            return false;
        }
        int defaultPort = "https".equalsIgnoreCase(page.getScheme())
                ? HTTPS_PORT
                : "http".equalsIgnoreCase(page.getScheme()) ? HTTP_PORT : -1;
        if (defaultPort < 0
                || page.getHost() == null
                || !origin.toLowerCase(Locale.ROOT).equals(serialized(page))) {
            return false;
        }
        int port = page.getPort() < 0 ? defaultPort : page.getPort();
        // Without a port the Host header means the default one of the scheme the browser used, that of the page.
        int ownPort = host.port() <= 0 ? defaultPort : host.port();
        return page.getHost().equalsIgnoreCase(host.host()) && port == ownPort;
    }

    /** What an Origin header consists of (RFC 6454, 6.1): anything more is not one. */
    private static String serialized(URI page) {
        String port = page.getPort() < 0 ? "" : ":" + page.getPort();
        return (page.getScheme() + "://" + page.getHost() + port).toLowerCase(Locale.ROOT);
    }
}
