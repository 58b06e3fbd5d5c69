package dev.rookery.cli;

import dev.rookery.auth.TokenKeys;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.InvalidConfigException;
import dev.rookery.config.RookeryConfig;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.tool.engine.FreePorts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What can be judged of settings before a node starts, but only on the machine it starts on: keys, addresses, ports, memory.
 * Says everything at once. A port may be taken between this and the start; then the start fails.
 */
final class StartChecks {
    private static final long MEBI = 1L << 20;
    /** An eighth comes on top of {@code chat.memoryMib}. */
    private static final double CHAT_MEMORY = 1.125;

    private final RookeryConfig config;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, String> settingByPort = new HashMap<>();

    private StartChecks(RookeryConfig config) {
        this.config = config;
    }

    /** Throws {@link InvalidConfigException} with all that is wrong. */
    static void check(RookeryConfig config, long heap) {
        StartChecks checks = new StartChecks(config);
        checks.keys();
        checks.addresses();
        checks.memory(heap);
        if (!checks.violations.isEmpty()) {
            throw new InvalidConfigException(checks.violations);
        }
    }

    private void keys() {
        note(() -> TokenKeys.load(config.auth()));
        note(() -> ClusterCredentials.load(
                config.cluster().credentials(), config.cluster().tls(), Clock.systemUTC()));
    }

    private void note(Supplier<?> load) {
        try {
            Object unused = load.get();
        } catch (InvalidConfigException e) {
            violations.addAll(e.violations());
        }
    }

    private void addresses() {
        Set<NodeRole> roles = config.node().roles();
        if (roles.contains(NodeRole.API) || roles.contains(NodeRole.GATEWAY)) {
            port("http.port", "http.host", config.http().host(), config.http().port());
        }
        port(
                "management.port",
                "management.host",
                config.management().host(),
                config.management().port());
        ClusterConfig cluster = config.cluster();
        if (FreePorts.refusal(cluster.host(), 0).isPresent()) {
            violations.add("rookery.cluster.host is " + cluster.host() + ", which is no address of this machine ("
                    + FreePorts.refusal(cluster.host(), 0).orElse("")
                    + "); give the one at which other nodes reach it");
            return;
        }
        port("cluster.port", "cluster.host", cluster.host(), cluster.port());
        port("cluster.busPort", "cluster.host", cluster.host(), cluster.busPort());
        port("cluster.lifelinePort", "cluster.host", cluster.host(), cluster.lifelinePort());
    }

    private void port(String setting, String hostSetting, String host, int port) {
        if (port != 0) {
            String other = settingByPort.putIfAbsent(host + " " + port, setting);
            if (other != null) {
                violations.add("rookery." + setting + " and rookery." + other + " are both " + port + " of " + host);
                return;
            }
        }
        FreePorts.refusal(host, port)
                .ifPresent(reason -> violations.add(
                        "rookery." + setting + " " + port + " of rookery." + hostSetting + " " + host + " " + reason));
    }

    private void memory(long heap) {
        double chat = config.chat().memoryMib() * CHAT_MEMORY * MEBI;
        // 0 is a share of the heap, whatever that is.
        double limits = (double) config.limits().memoryMib() * MEBI;
        if (chat + limits >= heap) {
            violations.add("rookery.chat.memoryMib " + config.chat().memoryMib() + " (and an eighth) and rookery.limits"
                    + ".memoryMib " + config.limits().memoryMib() + " are more than the heap of " + heap / MEBI
                    + " MiB: lower them, or give more by -Xmx in ROOKERY_JAVA_OPTS");
        }
    }
}
