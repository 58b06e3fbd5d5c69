package dev.rookery.feature.account;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes and checks passwords with Argon2id, on threads of its own: half of the cores, so that a rush of sign-ins leaves
 * the event loops room. What waits for them is bounded; beyond it callers get {@code overloaded}. Safe to call from any
 * event loop.
 */
public final class Passwords {
    private static final int WAITING_PER_THREAD = 64;
    private static final int LANES = 1;

    private final WorkerExecutor workers;
    private final int capacity;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Argon2Hash.Cost cost;
    /** Stands in for the hash of a user who does not exist, so that the time of an answer tells nothing. */
    private final Future<Argon2Hash> nobody;

    /** What became of checking a password. */
    public enum Verdict {
        WRONG,
        RIGHT,
        /** Right, but hashed at another cost than is configured now: hash it again. */
        RIGHT_BUT_OUTDATED
    }

    Passwords(Vertx vertx, AccountSettings settings) {
        this(vertx, settings, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), WAITING_PER_THREAD);
    }

    Passwords(Vertx vertx, AccountSettings settings, int threads, int waitingPerThread) {
        this.workers = vertx.createSharedWorkerExecutor("rookery-passwords", threads);
        this.capacity = threads * (1 + waitingPerThread);
        this.cost = new Argon2Hash.Cost(settings.argon2MemoryKib(), settings.argon2Iterations(), LANES);
        this.nobody = workers.executeBlocking(() -> Argon2Hash.of("nobody has this password", cost), false);
    }

    /** The hash of a password that was just chosen, in PHC form. Fails with {@code password_too_easy}. */
    public Future<String> hash(NewPassword chosen) {
        return run(() -> {
            chosen.requireHardToGuess();
            return Argon2Hash.of(chosen.value(), cost).phc();
        });
    }

    /** The hash to store of a password that was right, in PHC form. */
    public Future<String> hash(String password) {
        return run(() -> Argon2Hash.of(password, cost).phc());
    }

    /** @param stored the account's hash, or empty if there is no such account: then the answer is WRONG, as late */
    public Future<Verdict> verify(String password, Optional<String> stored) {
        return stored.map(phc -> run(() -> verdict(password, Argon2Hash.parse(phc))))
                .orElseGet(() -> nobody.compose(hash -> run(() -> {
                    boolean ignored = hash.matches(password);
                    return Verdict.WRONG;
                })));
    }

    public Future<Void> close() {
        return workers.close();
    }

    private Verdict verdict(String password, Argon2Hash hash) {
        if (!hash.matches(password)) {
            return Verdict.WRONG;
        }
        return hash.cost().equals(cost) ? Verdict.RIGHT : Verdict.RIGHT_BUT_OUTDATED;
    }

    private <T> Future<T> run(Callable<T> work) {
        if (accepted.incrementAndGet() > capacity) {
            accepted.decrementAndGet();
            return Future.failedFuture(new RookeryException(
                    ErrorCode.OVERLOADED, "Too many people are signing in right now", Duration.ofSeconds(2)));
        }
        return workers.executeBlocking(work, false).onComplete(done -> accepted.decrementAndGet());
    }
}
