package dev.rookery.node;

import dev.rookery.config.RookeryConfig.ConnectionConfig;
import dev.rookery.config.RookeryConfig.HttpConfig;
import dev.rookery.domain.ErrorCode;
import dev.rookery.edge.Entrance;
import dev.rookery.edge.OpenFiles;
import dev.rookery.telemetry.EdgeMeters;
import dev.rookery.telemetry.SecurityLog;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;

/** How many connections the ports of a node take. */
final class Entrances {
    private static final String PUBLIC = "public";
    private static final String MANAGEMENT = "management";
    /** Probes and scrapers, and some people. */
    private static final int MOST_OF_OPERATORS = 64;

    private Entrances() {}

    static Entrance ofClients(HttpConfig config, EdgeMeters meters, SecurityLog security) {
        ConnectionConfig limits = config.connections();
        int most = limits.maxConnections() == 0 ? OpenFiles.forConnections() : limits.maxConnections();
        return entrance(
                PUBLIC,
                most,
                limits.maxConnectionsPerAddress(),
                config.trustedProxies().stream().map(Entrances::asJavaWritesIt).collect(Collectors.toSet()),
                meters,
                security);
    }

    static Entrance ofOperators(EdgeMeters meters, SecurityLog security) {
        return entrance(MANAGEMENT, MOST_OF_OPERATORS, 0, Set.of(), meters, security);
    }

    /** An address of IPv6 can be written in many ways. */
    private static String asJavaWritesIt(String address) {
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
        return parsed == null ? address : parsed.getHostAddress();
    }

    private static Entrance entrance(
            String port, int most, int mostOfAddress, Set<String> proxies, EdgeMeters meters, SecurityLog security) {
        Entrance entrance = new Entrance(
                most,
                mostOfAddress,
                proxies,
                meters.connectionsRefused(port, "all"),
                meters.connectionsRefused(port, "address"),
                address -> security.refused("connect", ErrorCode.RATE_LIMITED, null, address));
        meters.observe(port, entrance::open);
        return entrance;
    }
}
