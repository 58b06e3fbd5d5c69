package dev.rookery.chat.marks;

import dev.rookery.domain.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose marks are to be told, and when: to the others of the chat in one frame a second, and to the other devices of the member
 * in one a second each. The first one goes at once.
 *
 * <p>Not thread safe.
 */
public final class News {
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final boolean others;
    private final Set<UserId> forOthers = new LinkedHashSet<>();
    private final Set<UserId> forOwn = new LinkedHashSet<>();
    /** Of those who were told within the last second or so. */
    private final Map<UserId, Long> ownTold = new HashMap<>();

    private long othersTold;
    private boolean everTold;

    /** @param others whether the others of the chat are told at all */
    public News(boolean others) {
        this.others = others;
    }

    /**
     * What is to be told now.
     *
     * @param changed members whose marks the others are told; empty for nobody
     * @param own members whose own devices are told
     */
    public record Due(List<UserId> changed, List<UserId> own) {
        public Due {
            changed = List.copyOf(changed);
            own = List.copyOf(own);
        }
    }

    /** @param own whether the member's own devices have to know */
    public void changed(UserId member, boolean own) {
        if (others) {
            forOthers.add(member);
        }
        if (own) {
            forOwn.add(member);
        }
    }

    /** Only the member's own devices have to know. */
    public void ownChanged(UserId member) {
        forOwn.add(member);
    }

    /** @param now {@link System#nanoTime} */
    public Due take(long now) {
        ownTold.values().removeIf(at -> now - at >= PAUSE.toNanos());
        List<UserId> own = new ArrayList<>();
        forOwn.stream().filter(member -> !ownTold.containsKey(member)).forEach(own::add);
        own.forEach(member -> {
            forOwn.remove(member);
            ownTold.put(member, now);
        });
        List<UserId> changed = List.of();
        if (!forOthers.isEmpty() && (!everTold || now - othersTold >= PAUSE.toNanos())) {
            changed = List.copyOf(forOthers);
            forOthers.clear();
            everTold = true;
            othersTold = now;
        }
        return new Due(changed, own);
    }

    /** All that waits, sooner than it would be told. */
    public Due takeAll() {
        Due all = new Due(List.copyOf(forOthers), List.copyOf(forOwn));
        forOthers.clear();
        forOwn.clear();
        return all;
    }

    /** Whether something waits to be told. */
    public boolean isWaiting() {
        return !forOthers.isEmpty() || !forOwn.isEmpty();
    }
}
