package dev.rookery.edge;

import dev.rookery.config.RookeryConfig.ConnectionConfig;
import java.time.Duration;

/**
 * Until when the client of one HTTP connection has to have done what it is at. A head has a fixed time from its first byte
 * on, whatever else comes; a body, and an answer that is to be read, have a time that grows with what was moved. How long
 * the server thinks about an answer is not the client's affair. Times are nanoseconds of a monotonic clock.
 */
final class Deadlines {
    static final long NEVER = Long.MAX_VALUE;

    /** Bytes that are expected each second beyond the fixed time: as slow as a telephone of long ago. */
    private static final long LEAST_BYTES_PER_SECOND = 4_096;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private enum Phase {
        IDLE,
        HEAD,
        BODY
    }

    private final long headTime;
    private final long bodyTime;
    private final long idleTime;
    private Phase phase = Phase.IDLE;
    private long phaseDue;
    private long answerDue = NEVER;
    private int unanswered;
    private boolean answeredEarly;

    Deadlines(ConnectionConfig limits, long now) {
        headTime = limits.headTimeout().toNanos();
        bodyTime = limits.bodyTimeout().toNanos();
        idleTime = limits.idleTimeout().toNanos();
        phaseDue = now + headTime;
    }

    /** Whether a request is coming that still wants an answer. */
    boolean beingAsked() {
        return phase == Phase.HEAD || (phase == Phase.BODY && !answeredEarly);
    }

    /** Requests that came whole and wait for their answer, before the one that is coming. */
    int ahead() {
        return phase == Phase.BODY && !answeredEarly ? unanswered - 1 : unanswered;
    }

    /** The time between two looks at a connection that is enough for none of its deadlines to be missed. */
    long step() {
        return Math.min(headTime, Math.min(bodyTime, idleTime));
    }

    void received(long bytes, long now) {
        if (phase == Phase.IDLE) {
            phase = Phase.HEAD;
            phaseDue = now + headTime;
        } else if (phase == Phase.BODY && !answeredEarly) {
            phaseDue += timeFor(bytes);
        }
    }

    void headRead(long now) {
        unanswered++;
        answeredEarly = false;
        phase = Phase.BODY;
        phaseDue = now + bodyTime;
    }

    /** What came is no head; it still wants an answer. */
    void headBroken(long now) {
        phase = Phase.HEAD;
        phaseDue = now + headTime;
    }

    void bodyRead(long now) {
        phase = Phase.IDLE;
        phaseDue = now + idleTime;
    }

    /** @param waiting bytes that the network has not taken yet */
    void answered(long waiting, long now) {
        unanswered--;
        if (phase == Phase.BODY && unanswered == 0) {
            answeredEarly = true;
            phaseDue = Math.min(phaseDue, now + headTime);
        }
        answerDue = now + bodyTime + timeFor(waiting);
    }

    /** The network has taken everything. */
    void answerTaken(long now) {
        if (unanswered == 0) {
            answerDue = NEVER;
            if (phase == Phase.IDLE) {
                phaseDue = now + idleTime;
            }
        }
    }

    /** When something will be late, {@link #NEVER} while all is in the hands of the server. */
    long due() {
        boolean waitsForServer = phase == Phase.IDLE && (unanswered > 0 || answerDue != NEVER);
        return Math.min(answerDue, waitsForServer ? NEVER : phaseDue);
    }

    private static long timeFor(long bytes) {
        return bytes * SECOND / LEAST_BYTES_PER_SECOND;
    }
}
