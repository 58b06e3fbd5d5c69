package dev.rookery.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Where a request comes from, for counting attempts. {@code X-Forwarded-For} is read only if a configured proxy sent it,
 * from its right end, up to the first address that is none of our proxies: what stands left of it any client can write.
 */
public final class ClientAddress {
    private static final int GROUPS_OF_A_SITE = 4;
    private static final int LONGEST_ADDRESS = 45;

    private final Set<String> trustedProxies;

    public ClientAddress(List<String> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    /** An IPv4 address, or the /64 network of an IPv6 one, since every site has that many addresses to itself. */
    public String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String peer = remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
        return network(of(peer, request.headers().getAll("X-Forwarded-For")));
    }

    String of(String peer, List<String> forwardedFor) {
        if (!trustedProxies.contains(peer)) {
            return peer;
        }
        List<String> hops = Arrays.asList(String.join(",", forwardedFor).split(",", -1));
        Collections.reverse(hops);
        return hops.stream()
                .map(String::strip)
                .filter(hop -> !hop.isEmpty() && !trustedProxies.contains(hop))
                .findFirst()
                .filter(hop -> hop.length() <= LONGEST_ADDRESS)
                .orElse(peer);
    }

    static String network(String address) {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        if (plain.indexOf('.') >= 0) {
            // IPv4, perhaps mapped into IPv6 as ::ffff:203.0.113.7
            return plain.substring(plain.lastIndexOf(':') + 1);
        }
        if (plain.indexOf(':') < 0) {
            return plain;
        }
        int gap = plain.indexOf("::");
        List<String> head = groups(gap < 0 ? plain : plain.substring(0, gap));
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < GROUPS_OF_A_SITE; i++) {
            network.append(i < head.size() ? head.get(i).replaceFirst("^0+(?=.)", "") : "0")
                    .append(':');
        }
        return network + ":/64";
    }

    private static List<String> groups(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
    }
}
