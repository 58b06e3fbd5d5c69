package dev.rookery.tool.bench;

import dev.rookery.tool.engine.EngineException;
import dev.rookery.tool.swarm.Swarm;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Runs shapes one after the other on the same ground. Blocks the calling thread. */
public final class Bench {
    private static final List<Shape> ALL = List.of(
            new TrafficShape("pairs", 0, 2),
            new TrafficShape("group10", 100, 10),
            new TrafficShape("group100", 10, 100),
            new HistoryShape(),
            new BusShape(),
            new AckShape(),
            new BatchShape(),
            SessionsShape.idle(),
            SessionsShape.storm());

    /** What can be measured, in the order it is done. */
    public static final List<String> SHAPES = ALL.stream().map(Shape::name).toList();

    private final BenchPlan plan;
    private final Telling telling;

    /** @param out for what a waiting person wants to know */
    public Bench(BenchPlan plan, PrintStream out) {
        this.plan = plan;
        this.telling = new Telling(out);
        for (String shape : plan.shapes()) {
            if (!SHAPES.contains(shape)) {
                throw new EngineException(
                        "--shapes: there is no " + shape + ", only " + String.join(", ", SHAPES) + ".");
            }
        }
    }

    /**
     * @param store where it is, if that is known; only some shapes need it
     * @return one result per shape, in the order of {@link #SHAPES}
     */
    public List<Result> run(List<URI> nodes, CpuMeter cpu, Optional<StoreAddress> store)
            throws InterruptedException, ExecutionException {
        List<Result> results = new ArrayList<>();
        try (Swarm swarm = new Swarm()) {
            Ground ground = new Ground(swarm, new Crowd(swarm, nodes, telling), nodes, cpu, store);
            for (Shape shape : ALL) {
                if (plan.shapes().contains(shape.name())) {
                    results.add(shape.run(ground, plan, results, telling));
                }
            }
        }
        return results;
    }
}
