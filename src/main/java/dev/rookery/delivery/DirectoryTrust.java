package dev.rookery.delivery;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the session directory is worth asking: a circuit breaker. After a failure it is left alone for a while, then one
 * question finds out, while everybody else does without its answer. On one event loop only.
 */
final class DirectoryTrust {
    static final Duration PAUSE = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(DirectoryTrust.class);

    private final LongSupplier nanos;
    private boolean answers = true;
    private boolean probing;
    private long askAgainAt;

    DirectoryTrust(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** To be followed by a question and its outcome if true. */
    boolean mayAsk() {
        if (answers) {
            return true;
        }
        if (probing || askAgainAt - nanos.getAsLong() > 0) {
            return false;
        }
        probing = true;
        return true;
    }

    void answered() {
        probing = false;
        if (!answers) {
            answers = true;
            log.atInfo().log("session directory answers again");
        }
    }

    void failed(Throwable failure) {
        probing = false;
        askAgainAt = nanos.getAsLong() + PAUSE.toNanos();
        if (answers) {
            answers = false;
            log.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("session directory does not answer, sending to every gateway");
        }
    }
}
