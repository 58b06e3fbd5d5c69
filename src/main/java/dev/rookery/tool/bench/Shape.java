package dev.rookery.tool.bench;

import java.util.List;
import java.util.concurrent.ExecutionException;

/** One thing that is measured. Blocks the calling thread, which is none of an event loop. */
interface Shape {
    String name();

    /** @param earlier what other shapes of the same run found */
    Result run(Ground ground, BenchPlan plan, List<Result> earlier, Telling telling)
            throws InterruptedException, ExecutionException;
}
