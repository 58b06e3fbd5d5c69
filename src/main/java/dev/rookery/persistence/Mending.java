package dev.rookery.persistence;

import dev.rookery.bus.message.PersistenceRequest;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.recovery.Losses;
import dev.rookery.recovery.Mender;
import dev.rookery.telemetry.PersistenceMeters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives the {@link Mender} of a node: what was stored shortly before the store was lost is stored again. On one event loop only. */
final class Mending implements Mender.Effects<Mending.Write> {
    private static final Logger log = LoggerFactory.getLogger(Mending.class);

    /**
     * A process of Cassandra that ends is noticed at once, one that hangs or has lost its machine after 8 s by the
     * heartbeats of the driver.
     */
    static final Duration KEPT = Duration.ofSeconds(10);

    private static final int AT_ONCE = 64;
    private static final long TICK_MS = 1_000;

    private final Vertx vertx;
    private final Losses losses;
    private final Retry retry;
    private final PersistenceMeters meters;
    private final Mender<Write> mender;

    /** Stores the same bytes with the same timestamps each time; the supplier within repeats one of these. */
    interface Write extends Supplier<Supplier<? extends Future<?>>> {}

    Mending(Vertx vertx, Losses losses, Retry retry, PersistenceMeters meters, long maxBytes) {
        this.vertx = vertx;
        this.losses = losses;
        this.retry = retry;
        this.meters = meters;
        this.mender = new Mender<>(new Mender.Limits(KEPT, maxBytes, AT_ONCE), this);
    }

    void start() {
        Context context = vertx.getOrCreateContext();
        losses.onChange(() -> context.runOnContext(turn -> look()));
        vertx.setPeriodic(TICK_MS, tick -> mender.tick(TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
        meters.observeKept(mender::size);
        look();
    }

    private void look() {
        long noticed = losses.noticed();
        if (mender.isWhole() && !losses.isWhole()) {
            log.atWarn()
                    .addKeyValue("kept", mender.size())
                    .log(
                            "Cassandra was out of reach: nothing is acknowledged until what was stored lately is stored again");
        }
        mender.lost(noticed);
    }

    /**
     * One attempt of a write that is kept for a while. Fails if the store was lost meanwhile, since nobody knows then
     * whether it still has it.
     */
    <T> Future<T> keep(Write write, int bytes, Supplier<Future<T>> attempt) {
        long began = losses.noticed();
        return attempt.get()
                .compose(stored -> mender.stored(write, bytes, began, losses.noticed())
                        ? Future.succeededFuture(stored)
                        : unavailable());
    }

    /** One attempt of a read. What was lost may be missing in it until it is mended: then it fails. */
    <T> Future<T> whole(Supplier<Future<T>> attempt) {
        long began = losses.noticed();
        return losses.isWhole()
                ? attempt.get()
                        .compose(read -> losses.isWholeSince(began) ? Future.succeededFuture(read) : unavailable())
                : unavailable();
    }

    private static <T> Future<T> unavailable() {
        return Future.failedFuture(
                new RookeryException(ErrorCode.STORE_UNAVAILABLE, ErrorCode.STORE_UNAVAILABLE.title()));
    }

    @Override
    public void rewrite(long pass, Write write) {
        attempt(pass, write.get());
    }

    private void attempt(long pass, Supplier<? extends Future<?>> write) {
        long deadline = System.nanoTime() + PersistenceRequest.WRITE_DEADLINE.toNanos();
        retry.<Object>until(deadline, () -> write.get().map(stored -> stored))
                .onSuccess(stored -> mender.rewritten(pass))
                .onFailure(failure -> {
                    if (mender.isPass(pass)) {
                        log.atDebug()
                                .addKeyValue("reason", failure.getMessage())
                                .log("not stored again yet");
                        vertx.setTimer(TICK_MS, later -> attempt(pass, write));
                    }
                });
    }

    @Override
    public void mended(long loss, int writes) {
        meters.rewritten(writes);
        log.atInfo().addKeyValue("writes", writes).log("what was stored lately is stored again");
        losses.mended(loss);
    }
}
