package dev.rookery.tool.torture;

import dev.rookery.tool.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network namespace for each node and one with a router between them, on Linux and as root only. The router loses what it
 * is told to lose, without a word to either side. Every namespace carries the id of this process in its name; what a killed
 * process left is removed by the next. One thread, but for {@link #close}.
 */
final class NodeNetwork implements AutoCloseable {
    private static final String PREFIX = "rookery-";
    private static final Path NAMESPACES = Path.of("/run/netns");
    /** Reserved for measurements between networks (RFC 2544), so nobody's own. */
    private static final String NETWORK = "198.18.";

    private static final int MOST_NETWORKS = 250;
    /** Addresses between one link and the next: network, router, node, broadcast. */
    private static final int LINK = 4;

    private final long pid = ProcessHandle.current().pid();
    private final String net = NETWORK + (1 + pid % MOST_NETWORKS) + ".";
    private final String router = PREFIX + pid + "-router";
    private final List<String> lost = new ArrayList<>();

    private NodeNetwork() {}

    /** Throws {@link EngineException} where that can't be made. */
    static NodeNetwork make(int nodes) {
        removeLeftovers();
        NodeNetwork network = new NodeNetwork();
        try {
            network.link(network.router, 0);
            run("ip", "route", "add", network.net + "0/24", "via", network.address(0));
            run("ip", "netns", "exec", network.router, "sysctl", "-qw", "net.ipv4.ip_forward=1");
            for (int node = 1; node <= nodes; node++) {
                network.join(node);
            }
            return network;
        } catch (EngineException e) {
            network.close();
            throw new EngineException(
                    "The network between nodes can be cut only by root on Linux, with ip(8): leave partition out of"
                            + " --faults. " + e.getMessage(),
                    e);
        }
    }

    static boolean isPossible() {
        try {
            make(1).close();
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    /** Of this process, for nodes. */
    String host() {
        return near(0);
    }

    /** Where the node is, counted from 0. */
    String node(int index) {
        return address(index + 1);
    }

    /** What to put before a command to run it there. */
    List<String> launcher(int index) {
        return List.of("ip", "netns", "exec", namespace(index + 1));
    }

    /** From now on nothing of what one node sends the other arrives; the other way it still does. */
    void lose(int from, int to) {
        String rule = "from " + node(from) + " to " + node(to) + " blackhole";
        rule("add", rule);
        lost.add(rule);
    }

    void heal() {
        lost.forEach(rule -> rule("del", rule));
        lost.clear();
    }

    private void rule(String change, String rule) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", router, "ip", "rule", change));
        command.addAll(List.of(rule.split(" ")));
        run(command.toArray(String[]::new));
    }

    /** A namespace, and a wire between it and the one of this process. */
    private void link(String namespace, int number) {
        run("ip", "netns", "add", namespace);
        run("ip", "link", "add", device(number), "type", "veth", "peer", "name", "eth0", "netns", namespace);
        run("ip", "addr", "add", near(number) + "/30", "dev", device(number));
        run("ip", "link", "set", device(number), "up");
        inside(namespace, "addr", "add", address(number) + "/30", "dev", "eth0");
        inside(namespace, "link", "set", "eth0", "up");
        inside(namespace, "link", "set", "lo", "up");
    }

    /** As {@link #link}, but the other end of the wire is the router's. */
    private void join(int node) {
        String namespace = namespace(node);
        run("ip", "netns", "add", namespace);
        inside(router, "link", "add", device(node), "type", "veth", "peer", "name", "eth0", "netns", namespace);
        inside(router, "addr", "add", near(node) + "/30", "dev", device(node));
        inside(router, "link", "set", device(node), "up");
        inside(namespace, "addr", "add", address(node) + "/30", "dev", "eth0");
        inside(namespace, "link", "set", "eth0", "up");
        inside(namespace, "link", "set", "lo", "up");
        inside(namespace, "route", "add", "default", "via", near(node));
    }

    private static void inside(String namespace, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private String namespace(int node) {
        return PREFIX + pid + "-" + node;
    }

    private String device(int number) {
        return "rk" + pid + "n" + number;
    }

    private String near(int number) {
        return net + (number * LINK + 1);
    }

    private String address(int number) {
        return net + (number * LINK + 2);
    }

    /** Routes, wires and addresses go with the namespaces. */
    @Override
    public void close() {
        removeNamespacesOf(Long.toString(pid));
    }

    private static void removeLeftovers() {
        for (String name : namespaces()) {
            String owner = name.substring(PREFIX.length()).replaceFirst("-.*", "");
            if (owner.matches("\\d+") && ProcessHandle.of(Long.parseLong(owner)).isEmpty()) {
                removeNamespacesOf(owner);
            }
        }
    }

    private static void removeNamespacesOf(String owner) {
        namespaces().stream()
                .filter(name -> name.startsWith(PREFIX + owner + "-"))
                .forEach(name -> run("ip", "netns", "del", name));
    }

    private static List<String> namespaces() {
        if (!Files.isDirectory(NAMESPACES)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(NAMESPACES)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(PREFIX))
                    .toList();
        } catch (IOException e) {
            throw new EngineException("Cannot read " + NAMESPACES + ": " + e.getMessage(), e);
        }
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new EngineException("'" + String.join(" ", command) + "' said: " + said);
            }
        } catch (IOException e) {
            throw new EngineException("Cannot run '" + String.join(" ", command) + "': " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("Interrupted in '" + String.join(" ", command) + "'.", e);
        }
    }
}
