package dev.rookery.tool.torture;

import java.util.ArrayList;
import java.util.List;

/** The connections that a guest opened because a node had left it. On the loop of the swarm. */
final class Reconnects {
    private final List<Long> at = new ArrayList<>();
    private boolean forced;

    /** The next connection is one that the guest is made to open. */
    void forced() {
        forced = true;
    }

    void connected(long now) {
        if (forced) {
            at.add(now);
            forced = false;
        }
    }

    int between(long from, long to) {
        return (int) at.stream().filter(when -> when >= from && when <= to).count();
    }
}
