package dev.rookery.gateway.session;

import dev.rookery.gateway.transport.EncodedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is delivered to a session before its client was welcomed; holds a reference to each frame. Bounded. */
final class EarlyDeliveries {
    private final List<EncodedFrame> frames = new ArrayList<>();
    private final long maxBytes;
    private long bytes;

    EarlyDeliveries(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** False if there is no room for it. */
    boolean add(EncodedFrame frame) {
        if (bytes + frame.length() > maxBytes) {
            return false;
        }
        bytes += frame.length();
        frames.add(frame.retain());
        return true;
    }

    void passOn(Consumer<EncodedFrame> action) {
        for (EncodedFrame frame : frames) {
            action.accept(frame);
            frame.release();
        }
    }

    void release() {
        frames.forEach(EncodedFrame::release);
    }
}
