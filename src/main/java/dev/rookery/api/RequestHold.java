package dev.rookery.api;

import dev.rookery.limit.Limits;

/**
 * What one request makes the node hold, from before its body is read until its answer has left for the network. On one event
 * loop.
 */
final class RequestHold {
    /** A request without a body, with all that serves it. */
    private static final long BASE = 2_048;

    private final Limits limits;
    private final Object holder;
    private long bytes;
    private boolean answering;

    private RequestHold(Limits limits, Object holder, long bytes) {
        this.limits = limits;
        this.holder = holder;
        this.bytes = bytes;
    }

    /**
     * Throws {@code overloaded}.
     *
     * @param holder the user, or the address of somebody who is not signed in
     * @param body bytes of the body, which is held as such and as what is made of it
     * @param answer bytes that the answer may have before it is known
     */
    static RequestHold take(Limits limits, Object holder, long most, long body, long answer) {
        long bytes = BASE + 2 * body + answer;
        limits.holdings().take(holder, bytes, most);
        return new RequestHold(limits, holder, bytes);
    }

    /** The last of the request; an answer that waits to be read is still held. */
    void requestOver() {
        if (!answering) {
            release();
        }
    }

    /** The answer is made, and is held until its client has read it: what was held for the request is free. */
    void answerWith(long length) {
        answering = true;
        limits.holdings().add(holder, length - bytes);
        bytes = length;
    }

    void release() {
        limits.holdings().release(holder, bytes);
        bytes = 0;
    }
}
