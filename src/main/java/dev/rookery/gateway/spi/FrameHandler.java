package dev.rookery.gateway.spi;

import dev.rookery.domain.UserId;
import dev.rookery.wire.ClientFrame;
import dev.rookery.wire.ServerFrame;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Answers the client frames of one type. One for each event loop of the gateway, and used on it only. The session that a
 * frame came to counts it, holds its bytes, stops reading while too many wait, and tells the client of failures: a handler
 * only says what its frames cost.
 *
 * @param <F> the frame; a second handler for it, or none, fails the start
 */
public interface FrameHandler<F extends ClientFrame> {
    /** Of frames that hold nothing. */
    long NOTHING = -1;

    Class<F> type();

    /** Counts the frame against the rates of its user. Throws {@code rate_limited}; then it is not handled. */
    default void charge(UserId user, F frame) {}

    /** Bytes that the frame holds until it has its answer; 0 for few, which are refused by a full node all the same. */
    default long bytes(F frame) {
        return NOTHING;
    }

    /** When so many frames of one session wait for their answers, nothing more is read from it. */
    default int mostWaiting() {
        return Integer.MAX_VALUE;
    }

    /** Whether a session that is to leave the node stays until these frames have their answers. */
    default boolean outlastsDrain() {
        return false;
    }

    /** Called at the first frame of a session. */
    Exchange<F> begin(ClientSession session);

    /** The frames of one session. */
    interface Exchange<F extends ClientFrame> {

        /** The answer; null where there is none. The client is told of a failure. */
        Future<@Nullable ServerFrame> answer(F frame);

        /** Called about once a second. */
        default void sweep(long now) {}

        /** The session is over; called once. */
        default void end() {}
    }
}
