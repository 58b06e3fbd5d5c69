package dev.rookery.tool.dev;

import dev.rookery.tool.engine.EngineException;
import dev.rookery.tool.engine.FreePorts;
import dev.rookery.tool.engine.RememberedPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where one node listens. Clients' ports are chosen by the user, the cluster's are free ones on loopback. */
record NodeAddresses(String name, int http, int management, int cluster, int bus) {

    static List<NodeAddresses> plan(DevOptions options, RememberedPorts ports) {
        refuseOverlap(options);
        List<NodeAddresses> nodes = new ArrayList<>();
        for (int i = 0; i < options.nodes(); i++) {
            String name = "node-" + (i + 1);
            int http = options.port() + i;
            int management = options.managementPort() + i;
            refuseTaken(options.host(), http, "--port");
            refuseTaken(options.host(), management, "--management-port");
            nodes.add(new NodeAddresses(
                    name, http, management, ports.port(name + "-cluster"), ports.port(name + "-bus")));
        }
        return nodes;
    }

    private static void refuseOverlap(DevOptions options) {
        if (Math.abs(options.port() - options.managementPort()) < options.nodes()) {
            throw new EngineException(String.format(
                            Locale.ROOT,
                            "--port %d and --management-port %d are too close: each of the %d nodes counts up from",
                            options.port(),
                            options.managementPort(),
                            options.nodes())
                    + " both.");
        }
    }

    private static void refuseTaken(String host, int port, String option) {
        FreePorts.refusal(host, port).ifPresent(reason -> {
            String advice = "is in use".equals(reason)
                    ? "choose another with " + option + ", or stop what uses it."
                    : "choose another with " + option + " or --host.";
            throw new EngineException("Port " + port + " of " + host + " " + reason + "; " + advice);
        });
    }
}
