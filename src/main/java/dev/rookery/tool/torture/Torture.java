package dev.rookery.tool.torture;

import dev.rookery.tool.dev.LocalCluster;
import dev.rookery.tool.dev.LocalNode;
import dev.rookery.tool.swarm.Swarm;
import io.vertx.core.Future;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * One run against a cluster whose engines run and whose nodes do not yet. {@link #run} blocks the calling thread; it needs
 * root on Linux if the network between nodes is to be cut.
 */
public final class Torture {
    private static final long PATIENCE_MS = 90_000;
    private static final long TELL_MS = 3_000;
    private static final double NANOS = 1e9;
    /** A new owner leaves at most a window of seqs without a message. */
    private static final int WINDOW = 16;

    private final TorturePlan plan;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final Findings findings = new Findings();
    private volatile Optional<NodeNetwork> network = Optional.empty();

    public Torture(TorturePlan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    public TortureReport run(LocalCluster cluster) throws InterruptedException, ExecutionException {
        // The proxies have a loop of their own: clients that storm it would cut all nodes off the engines.
        try (Swarm swarm = new Swarm();
                Swarm wires = new Swarm()) {
            if (plan.wants(FaultKind.PARTITION)) {
                network = Optional.of(NodeNetwork.make(plan.nodes()));
            }
            if (plan.wants(FaultKind.HOSTILE)) {
                cluster.nodes().forEach(HostileFault::settings);
            }
            Scene scene = Scene.set(cluster, network, wires.vertx());
            List<URI> nodes = cluster.nodes().stream().map(LocalNode::http).toList();
            Party party = scene.lingerFor(swarm.begin(() -> Party.begin(swarm, nodes, plan)));
            say("%d clients in %d chats begin", plan.clients(), party.chats());
            swarm.vertx()
                    .setPeriodic(
                            TELL_MS,
                            tick -> say(
                                    "%,d sent, %,d acknowledged, %,d repeated",
                                    party.counts.sent, party.counts.acked, party.counts.repeated));
            Nemesis nemesis = new Nemesis(
                    scene, new Crowd(swarm, party), findings, plan.seed(), plan.faults(), words -> say("%s", words));
            nemesis.rage(plan.warm(), plan.duration());
            return judge(swarm, scene, party, nodes, nemesis.faults());
        } finally {
            abandon();
        }
    }

    /**
     * What can be done on this machine.
     *
     * @param ring whether Cassandra is a ring
     */
    public static List<FaultKind> possible(boolean ring) {
        return Arrays.stream(FaultKind.values())
                .filter(kind -> !ring || kind.isForRing())
                .filter(kind -> kind != FaultKind.PARTITION || NodeNetwork.isPossible())
                .toList();
    }

    /** Takes away what it made in the system, besides processes; from any thread, in whatever state it is. */
    public void abandon() {
        network.ifPresent(NodeNetwork::close);
    }

    private TortureReport judge(Swarm swarm, Scene scene, Party party, List<URI> nodes, List<Fault> faults)
            throws InterruptedException, ExecutionException {
        List<String> violations = new ArrayList<>(findings.violations());
        if (!scene.awaitWhole(PATIENCE_MS)) {
            violations.add(String.format(
                    Locale.ROOT, "The cluster is not whole %d s after everything healed", PATIENCE_MS / 1000));
        }
        say("everything healed; everybody finishes and catches up");
        run(swarm, party::finish);
        boolean answered = swarm.await(() -> party.settled(PATIENCE_MS));
        run(swarm, party::visitAgain);
        boolean caughtUp = swarm.await(() -> party.settled(PATIENCE_MS));
        if (!answered || !caughtUp) {
            violations.add("Somebody did not get every answer or did not catch up");
        }
        Map<String, Map<String, List<Row>>> logs = new TreeMap<>();
        for (URI node : nodes) {
            logs.put(node.toString(), swarm.await(() -> party.logs(node)));
        }
        Map<String, Long> sums = swarm.await(() -> party.sums(nodes.get(0)));
        run(swarm, party::end);
        Pauses.waitsUnder(FaultKind.HOSTILE, faults, party.ops()).ifPresent(findings::note);
        int takeovers = scene.restarts() + faults.size() + plan.nodes();
        Evidence evidence = new Evidence(
                party.ops(), logs, party.views(), party.unread(), sums, party.refusals(), WINDOW * takeovers);
        Checker.check(evidence).forEach(violation -> violations.add(violation.toString()));
        return new TortureReport(
                plan,
                TortureReport.Tally.of(party.chats(), party.counts, scene.restarts(), findings.lateWrites()),
                TortureReport.count(faults),
                Pauses.of(faults, evidence.ops()),
                findings.notes(),
                violations);
    }

    private static void run(Swarm swarm, Runnable work) throws InterruptedException, ExecutionException {
        swarm.await(() -> {
            work.run();
            return Future.succeededFuture();
        });
    }

    private void say(String format, Object... values) {
        out.printf(
                Locale.ROOT,
                "  %6.1f s  %s%n",
                (System.nanoTime() - began) / NANOS,
                String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
