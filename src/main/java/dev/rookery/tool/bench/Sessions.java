package dev.rookery.tool.bench;

import dev.rookery.tool.engine.EngineException;
import dev.rookery.tool.swarm.Abreast;
import dev.rookery.tool.swarm.Account;
import dev.rookery.tool.swarm.Wire;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** Opens many connections at once and measures how long each takes from the first packet to the welcome. */
final class Sessions {
    private static final int DIGITS = 3;
    private static final long NANOS_PER_MICRO = 1_000;

    final Histogram connect = new Histogram(DIGITS);
    private final Ground ground;

    Sessions(Ground ground) {
        this.ground = ground;
    }

    /** Session i is of person i, at node i + offset in turn. */
    Future<List<Wire>> open(List<Account> people, int atOnce, int offset, IntFunction<Wire.Listener> listeners) {
        return Abreast.run(people.size(), atOnce, i -> {
                    long began = System.nanoTime();
                    return Wire.open(
                                    ground.swarm(),
                                    ground.node(i + offset),
                                    people.get(i).token(),
                                    listeners.apply(i))
                            .onSuccess(wire -> connect.recordValue((System.nanoTime() - began) / NANOS_PER_MICRO));
                })
                .recover(failure -> Future.failedFuture(new EngineException(
                        "A session could not be opened: " + failure.getMessage()
                                + " (many sessions need a high limit of open files: ulimit -n)",
                        failure)));
    }
}
