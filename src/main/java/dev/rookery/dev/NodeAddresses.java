package dev.rookery.dev;

import dev.rookery.engine.EngineException;
import dev.rookery.engine.FreePorts;
import dev.rookery.engine.RememberedPorts;
import java.util.ArrayList;
import java.util.List;

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
            throw new EngineException(
                    "--port %d and --management-port %d are too close: each of the %d nodes counts up from"
                                    .formatted(options.port(), options.managementPort(), options.nodes())
                            + " both.");
        }
    }

    private static void refuseTaken(String host, int port, String option) {
        if (!FreePorts.isFree(host, port)) {
            throw new EngineException("Port %d of %s is in use: choose another with %s, or stop what uses it."
                    .formatted(port, host, option));
        }
    }
}
