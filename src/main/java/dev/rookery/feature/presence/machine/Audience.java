package dev.rookery.feature.presence.machine;

import dev.rookery.domain.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who of this node looks at whom, and what each has still to be shown: the first answer at once, or when a moment has passed
 * in which not everything could be found out; changes after that in batches, one in each interval.
 *
 * @param <V> what looks: one socket
 */
public final class Audience<V> {
    /** So long the first answer waits for what is not known yet. */
    static final long PATIENCE_MS = 1_000;

    private final long intervalMs;
    private final int mostLooks;
    private final Function<UserId, @Nullable Sight> sights;
    private final Map<V, Viewer<V>> viewers = new HashMap<>();
    private final Map<UserId, Set<Viewer<V>>> byUser = new HashMap<>();
    /** Who waits for the next batch, and who for the first answer. */
    private final Deque<Viewer<V>> waiting = new ArrayDeque<>();

    private int looks;

    private static final class Viewer<V> {
        final V socket;
        /** Who is shown, and who is only named: of those nothing is told but that. */
        Set<UserId> shown = Set.of();

        Set<UserId> named = Set.of();
        final Set<UserId> dirty = new LinkedHashSet<>();
        /** Of those who are only named. */
        Sight rest = Sight.NOTHING;

        boolean first;
        boolean queued;
        boolean gone;
        long dueAt;
        long firstUntil;

        Viewer(V socket) {
            this.socket = socket;
        }
    }

    /** @param users how each is seen; null for those of whom nothing is known */
    public record Showing<V>(V socket, Map<UserId, Sight> users) {}

    /** @param sights how a user is seen; null while that is not known */
    public Audience(long intervalMs, int mostLooks, Function<UserId, @Nullable Sight> sights) {
        this.intervalMs = intervalMs;
        this.mostLooks = mostLooks;
        this.sights = sights;
    }

    public boolean hasRoomFor(V socket, int users) {
        Viewer<V> viewer = viewers.get(socket);
        return looks - (viewer == null ? 0 : viewer.shown.size()) + users <= mostLooks;
    }

    /**
     * Replaces the list of a socket.
     *
     * @param named whom the client asked for; an answer names them all
     * @param shown those of them that it may see
     * @param rest how the others are seen
     * @param watch is told who is looked at now and was not before
     * @param unwatch is told who is not looked at any more
     */
    public void look(
            V socket, Set<UserId> named, Set<UserId> shown, Sight rest, long now, Watching watch, Watching unwatch) {
        Viewer<V> viewer = viewers.computeIfAbsent(socket, Viewer::new);
        Set<UserId> before = viewer.shown;
        viewer.shown = Set.copyOf(shown);
        viewer.named = Set.copyOf(named);
        viewer.rest = rest;
        looks += viewer.shown.size() - before.size();
        for (UserId user : viewer.shown) {
            if (!before.contains(user) && add(user, viewer)) {
                watch.of(user);
            }
        }
        for (UserId user : before) {
            if (!viewer.shown.contains(user) && remove(user, viewer)) {
                unwatch.of(user);
            }
        }
        viewer.first = true;
        viewer.firstUntil = now + PATIENCE_MS;
        viewer.dirty.clear();
        queue(viewer);
    }

    /** What to do with a user. */
    public interface Watching {
        void of(UserId user);
    }

    /** A socket is gone. */
    public void leave(V socket, Watching unwatch) {
        Viewer<V> viewer = viewers.remove(socket);
        if (viewer != null) {
            viewer.gone = true;
            looks -= viewer.shown.size();
            for (UserId user : viewer.shown) {
                if (remove(user, viewer)) {
                    unwatch.of(user);
                }
            }
        }
    }

    /** Somebody is seen otherwise than before. */
    public void changed(UserId user) {
        for (Viewer<V> viewer : byUser.getOrDefault(user, Set.of())) {
            if (!viewer.first) {
                viewer.dirty.add(user);
            }
            queue(viewer);
        }
    }

    /** What a socket was sent may not have got there: it is shown everything again. */
    public void missed(V socket) {
        Viewer<V> viewer = viewers.get(socket);
        if (viewer != null && !viewer.first) {
            viewer.dirty.addAll(viewer.shown);
            queue(viewer);
        }
    }

    /** To be called a few times a second. */
    public List<Showing<V>> due(long now) {
        List<Showing<V>> due = new ArrayList<>();
        List<Viewer<V>> later = new ArrayList<>();
        for (Iterator<Viewer<V>> each = waiting.iterator(); each.hasNext(); ) {
            Viewer<V> viewer = each.next();
            each.remove();
            viewer.queued = false;
            if (viewer.gone) {
                continue;
            }
            if (viewer.first
                    && (now >= viewer.firstUntil || viewer.shown.stream().allMatch(this::isKnown))) {
                due.add(new Showing<>(viewer.socket, firstAnswer(viewer)));
                viewer.dueAt = now + intervalMs;
            } else if (viewer.first || now < viewer.dueAt) {
                later.add(viewer);
            } else if (!viewer.dirty.isEmpty()) {
                due.add(new Showing<>(viewer.socket, changes(viewer)));
                viewer.dueAt = now + intervalMs;
            }
        }
        later.forEach(this::queue);
        return due;
    }

    public int sockets() {
        return viewers.size();
    }

    public int looks() {
        return looks;
    }

    private boolean isKnown(UserId user) {
        return sights.apply(user) != null;
    }

    private Map<UserId, Sight> firstAnswer(Viewer<V> viewer) {
        viewer.first = false;
        Map<UserId, Sight> users = new HashMap<>();
        for (UserId user : viewer.named) {
            Sight sight = viewer.shown.contains(user) ? sights.apply(user) : viewer.rest;
            users.put(user, sight == null ? Sight.UNSURE : sight);
        }
        return users;
    }

    private Map<UserId, Sight> changes(Viewer<V> viewer) {
        Map<UserId, Sight> users = new HashMap<>();
        for (UserId user : viewer.dirty) {
            Sight sight = sights.apply(user);
            if (sight != null && viewer.shown.contains(user)) {
                users.put(user, sight);
            }
        }
        viewer.dirty.clear();
        return users;
    }

    private void queue(Viewer<V> viewer) {
        if (!viewer.queued) {
            viewer.queued = true;
            waiting.add(viewer);
        }
    }

    /** True for the first who looks at that user. */
    private boolean add(UserId user, Viewer<V> viewer) {
        Set<Viewer<V>> before = byUser.get(user);
        if (before == null) {
            byUser.put(user, Set.of(viewer));
            return true;
        }
        if (before.size() == 1) {
            byUser.put(user, new HashSet<>(before));
        }
        byUser.getOrDefault(user, before).add(viewer);
        return false;
    }

    private boolean remove(UserId user, Viewer<V> viewer) {
        Set<Viewer<V>> before = byUser.getOrDefault(user, Set.of());
        if (before.size() <= 1) {
            byUser.remove(user);
            return before.contains(viewer);
        }
        before.remove(viewer);
        return false;
    }
}
