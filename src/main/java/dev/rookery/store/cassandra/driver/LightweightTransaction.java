package dev.rookery.store.cassandra.driver;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs lightweight transactions to a known outcome. One that was not applied, or of which nobody knows (timeout, lost
 * connection), is judged by a serial read of what stands. So a transaction must be recognisable in the row it writes.
 * Safe to use from any thread.
 */
public final class LightweightTransaction {
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    /** No attempt begins after this time, so that nobody waits for all of them to time out. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Cql cql;

    public LightweightTransaction(Vertx vertx, Cql cql) {
        this.vertx = vertx;
        this.cql = cql;
    }

    /** Says what the row as it stands means for the transaction. */
    @FunctionalInterface
    public interface Judge<R> {
        /**
         * @param row empty if there is none
         * @param inDoubt whether an attempt of ours may be what wrote the row; if not, somebody else did
         * @return the result, or empty if the transaction would still have to be applied
         */
        Optional<R> judge(Optional<Row> row, boolean inDoubt);
    }

    /**
     * @param transaction conditional; repeated as it is when the judge cannot tell
     * @param applied the result if it was applied
     * @param serialRead the row that the transaction is about
     * @return STORE_UNAVAILABLE if it stays unknown: then it may have been applied, or may be later
     */
    public <R> Future<R> run(Statement<?> transaction, R applied, Statement<?> serialRead, Judge<R> judge) {
        return new Run<>(transaction, applied, serialRead, judge).attempt(1, false);
    }

    private final class Run<R> {
        private final Statement<?> transaction;
        private final R applied;
        private final Statement<?> serialRead;
        private final Judge<R> judge;
        private final long deadline = System.nanoTime() + PATIENCE.toNanos();

        Run(Statement<?> transaction, R applied, Statement<?> serialRead, Judge<R> judge) {
            this.transaction = transaction;
            this.applied = applied;
            this.serialRead = serialRead;
            this.judge = judge;
        }

        Future<R> attempt(int number, boolean doubtBefore) {
            return cql.execute(transaction)
                    .map(result -> result.wasApplied() ? Outcome.APPLIED : Outcome.REFUSED)
                    .recover(failure -> ifUnanswered(failure, Outcome.UNKNOWN))
                    .compose(outcome -> switch (outcome) {
                        case APPLIED -> Future.succeededFuture(applied);
                        case REFUSED -> resolve(number, doubtBefore);
                        case UNKNOWN -> resolve(number, true);
                    });
        }

        private Future<R> resolve(int number, boolean inDoubt) {
            return cql.first(serialRead)
                    .map(row -> judge.judge(row, inDoubt))
                    .recover(failure -> ifUnanswered(failure, Optional.empty()))
                    .compose(result -> result.map(Future::succeededFuture).orElseGet(() -> again(number, inDoubt)));
        }

        private Future<R> again(int number, boolean inDoubt) {
            if (number == ATTEMPTS || System.nanoTime() > deadline) {
                return Future.failedFuture(
                        new RookeryException(ErrorCode.STORE_UNAVAILABLE, ErrorCode.STORE_UNAVAILABLE.title()));
            }
            // Racers that wait for different times do not meet again; a lost connection needs a moment to come back.
            long longest = FIRST_PAUSE.toMillis() << number;
            long pause = ThreadLocalRandom.current().nextLong(longest / 2, longest);
            return vertx.timer(pause).compose(elapsed -> attempt(number + 1, inDoubt));
        }
    }

    private static <T> Future<T> ifUnanswered(Throwable failure, T answer) {
        boolean unanswered = failure instanceof RookeryException known && known.code() == ErrorCode.STORE_UNAVAILABLE;
        return unanswered ? Future.succeededFuture(answer) : Future.failedFuture(failure);
    }

    private enum Outcome {
        APPLIED,
        REFUSED,
        UNKNOWN
    }
}
