package dev.rookery.tool.dev;

import dev.rookery.tool.engine.ChildProcess;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EngineException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One place in a {@link LocalCluster}: the same addresses for every process that is started in it. Any one thread. */
public final class LocalNode {
    private static final Duration GRACE = Duration.ofSeconds(40);
    private static final int MOST_ENDS = 3;

    private final NodeAddresses addresses;
    private final List<String> command;
    private final Map<String, String> environment;
    private final DataDirectory data;
    private String host = "127.0.0.1";
    private NodeProbe probe = new NodeProbe(host);
    private List<String> launcher = List.of();
    private Optional<ChildProcess> process = Optional.empty();
    private int ends;

    LocalNode(NodeAddresses addresses, List<String> command, Map<String, String> environment, DataDirectory data) {
        this.addresses = addresses;
        this.command = command;
        this.environment = environment;
        this.data = data;
    }

    public String name() {
        return addresses.name();
    }

    /** REST and WebSocket. */
    public URI http() {
        return URI.create("http://" + host + ":" + addresses.http());
    }

    /** One more setting of the processes that are started from now on, by its environment name. */
    public void set(String variable, String value) {
        environment.put(variable, value);
    }

    String clusterAddress(String onHost) {
        return onHost + ":" + addresses.cluster();
    }

    void settle(String where, String members, List<String> startedBy) {
        host = where;
        probe = new NodeProbe(where);
        launcher = List.copyOf(startedBy);
        for (String server : List.of("HTTP", "MANAGEMENT", "CLUSTER")) {
            set("ROOKERY_" + server + "_HOST", where);
        }
        set("ROOKERY_CLUSTER_MEMBERS", members);
    }

    /** Says nothing about its readiness. */
    public void start() {
        List<String> arguments = new ArrayList<>(launcher);
        arguments.addAll(command);
        process = Optional.of(ChildProcess.start(
                new ChildProcess.Command(
                        name(), arguments, environment, Path.of("").toAbsolutePath(), data.log(name()), GRACE),
                data.children()));
    }

    /**
     * Whether it serves and sees at least so many nodes, itself included. Starts it again if it ended: on a machine that is
     * busy a node may be taken for dead while it starts. Throws if that happens again and again.
     */
    boolean becomesReady(int nodes) throws InterruptedException {
        ChildProcess child = process.orElseThrow();
        if (!child.isAlive()) {
            ends++;
            if (ends > MOST_ENDS) {
                throw new EngineException(child.obituary());
            }
            start();
            return false;
        }
        return probe.nodesSeenBy(addresses.management()) >= nodes;
    }

    /** Whether it serves at this moment and sees at least so many nodes, itself included. */
    public boolean sees(int nodes) throws InterruptedException {
        return isRunning() && probe.nodesSeenBy(addresses.management()) >= nodes;
    }

    public boolean isRunning() {
        return process.filter(ChildProcess::isAlive).isPresent();
    }

    /** Of the running process, or of the last one. */
    public long pid() {
        return process.orElseThrow().pid();
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.ifPresent(ChildProcess::killHard);
    }

    /** Stops every thread of it where it stands, until {@link #resume}. */
    public void pause() {
        process.orElseThrow().signal("STOP");
    }

    public void resume() {
        process.orElseThrow().signal("CONT");
    }

    /** Asks it to drain and to end; returns when it is gone. */
    public void drain() {
        process.ifPresent(ChildProcess::stop);
    }
}
