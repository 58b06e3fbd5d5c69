package dev.rookery.gateway;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import dev.rookery.telemetry.GatewayMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the session directory in step with who is connected to this node. One operation is under way at a time, so
 * changes of a user never overtake each other, and those that come meanwhile share the next batch.
 *
 * <p>The node claims to be ready in the directory only while all of its users stand there. When a change fails it
 * withdraws the claim, is sent everything from then on, and registers everybody afresh at the next {@link #tick}. Lives on
 * one context.
 */
final class DirectoryKeeper {
    private static final Logger log = LoggerFactory.getLogger(DirectoryKeeper.class);
    private static final int BATCH = 500;
    /** Departures remembered while the directory is gone; entries beyond that name this node in vain until they expire. */
    private static final int MAX_CHANGES = 100_000;

    private static final Duration REFRESH = Duration.ofHours(6);

    private final Executor context;
    private final SessionDirectory directory;
    private final NodeId self;
    private final GatewayMeters meters;

    private final Set<UserId> present = new HashSet<>();
    /** Users whose entry may differ from {@link #present}, and who waits until it does not. */
    private final Map<UserId, Promise<Void>> changes = new LinkedHashMap<>();
    /** Whom a registration of everybody has still to write. */
    private final Deque<UserId> backlog = new ArrayDeque<>();

    private boolean registering;
    private boolean claimed;
    private boolean busy;
    private boolean stopped;
    private long registeredAt;

    /** @param context runs what follows an answer of the directory, one at a time */
    DirectoryKeeper(Executor context, SessionDirectory directory, NodeId self, GatewayMeters meters) {
        this.context = context;
        this.directory = directory;
        this.self = self;
        this.meters = meters;
    }

    /** Completes when the user is registered, or this node is sent everything anyway; never fails. */
    Future<Void> add(UserId user) {
        present.add(user);
        return !stopped && (claimed || registering) ? change(user) : Future.succeededFuture();
    }

    void remove(UserId user) {
        present.remove(user);
        if (!stopped && changes.size() < MAX_CHANGES) {
            change(user).onComplete(written -> {});
        }
    }

    /** Checks and repairs; to be called at the start and then once a second. */
    void tick(long now) {
        if (busy || stopped || registering) {
            return;
        }
        if (!claimed) {
            run(directory.forget(self).otherwiseEmpty(), withdrawn -> registerAll(now), failure -> {});
        } else if (now - registeredAt > REFRESH.toNanos()) {
            registerAll(now);
        } else {
            run(directory.isReady(self), ready -> handleReady(ready, now), failure -> meters.directoryFailed());
        }
    }

    /** Takes this node out of the directory, if that is possible. */
    Future<Void> stop() {
        stopped = true;
        release();
        return directory.forget(self).otherwiseEmpty();
    }

    private void handleReady(boolean ready, long now) {
        if (!ready) {
            log.atWarn().addKeyValue("users", present.size()).log("session directory was emptied, registering again");
            claimed = false;
            release();
            registerAll(now);
        }
    }

    private Future<Void> change(UserId user) {
        Promise<Void> written = changes.computeIfAbsent(user, unseen -> Promise.promise());
        if (!claimed) {
            written.tryComplete();
        }
        workOn();
        return written.future();
    }

    private void registerAll(long now) {
        registering = true;
        registeredAt = now;
        backlog.clear();
        backlog.addAll(present);
        workOn();
    }

    private void workOn() {
        if (busy || stopped || (!claimed && !registering)) {
            return;
        }
        if (!changes.isEmpty()) {
            List<UserId> users = changes.keySet().stream().limit(BATCH).toList();
            List<Promise<Void>> waiting = users.stream().map(changes::remove).toList();
            write(users, waiting);
        } else if (!backlog.isEmpty()) {
            write(
                    Stream.generate(backlog::remove)
                            .limit(Math.min(BATCH, backlog.size()))
                            .toList(),
                    List.of());
        } else if (registering) {
            // Claimed before it is certain: whoever comes while this is under way has to wait for an entry.
            registering = false;
            claimed = true;
            run(withdrawnOnFailure(directory.markReady(self)), marked -> {}, this::fail);
        }
    }

    /** Writes who of these users is here and who is not. */
    private void write(List<UserId> users, List<Promise<Void>> waiting) {
        List<UserId> here = users.stream().filter(present::contains).toList();
        List<UserId> gone =
                users.stream().filter(user -> !present.contains(user)).toList();
        Future<Void> added = here.isEmpty() ? Future.succeededFuture() : directory.add(self, here);
        Future<Void> written =
                added.compose(done -> gone.isEmpty() ? Future.succeededFuture() : directory.remove(self, gone));
        run(withdrawnOnFailure(written), done -> waiting.forEach(Promise::tryComplete), failure -> {
            waiting.forEach(Promise::tryComplete);
            gone.forEach(user -> changes.computeIfAbsent(user, unseen -> Promise.promise()));
            fail(failure);
        });
    }

    /** By the time it fails this node has at least tried to withdraw its claim to be ready. */
    private <T> Future<T> withdrawnOnFailure(Future<T> operation) {
        return operation.recover(
                failure -> directory.forget(self).otherwiseEmpty().compose(withdrawn -> Future.failedFuture(failure)));
    }

    private void fail(Throwable failure) {
        meters.directoryFailed();
        log.atWarn().addKeyValue("cause", failure.getMessage()).log("session directory does not answer");
        claimed = false;
        registering = false;
        release();
    }

    /** Nobody has to wait while this node does not claim to be ready. */
    private void release() {
        changes.values().forEach(Promise::tryComplete);
    }

    private <T> void run(Future<T> operation, Consumer<T> succeeded, Consumer<Throwable> failed) {
        busy = true;
        operation.onComplete(result -> context.execute(() -> {
            busy = false;
            if (result.succeeded()) {
                succeeded.accept(result.result());
            } else {
                failed.accept(result.cause());
            }
            workOn();
        }));
    }
}
