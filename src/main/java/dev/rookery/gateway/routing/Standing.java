package dev.rookery.gateway.routing;

import dev.rookery.bus.message.BusEvent.DirectoryStanding;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What this gateway may say about itself: whether the directory has all of its users, and since when deliveries may have
 * been missed if it had not. On one context.
 */
final class Standing {
    private final NodeId self;
    private boolean settled;
    private long term = 1;
    /** What the term is about. */
    private long since;

    private List<UserId> missed = List.of();

    Standing(NodeId self) {
        this.self = self;
    }

    boolean isSettled() {
        return settled;
    }

    void settle() {
        settled = true;
    }

    /** @param since when the directory was last known to be right */
    void doubt(long since) {
        if (settled) {
            settled = false;
            begin(since, List.of());
        }
    }

    /** These users stand in the directory, but did not for a while. All of them if it is empty. */
    void missed(long since, List<UserId> users) {
        begin(since, users);
    }

    private void begin(long from, List<UserId> users) {
        term++;
        since = from;
        missed = users;
    }

    DirectoryStanding word(long mark, long now) {
        long age = term == 1 ? 0 : TimeUnit.NANOSECONDS.toMillis(now - since);
        return new DirectoryStanding(self, settled, term, mark, age, missed);
    }
}
