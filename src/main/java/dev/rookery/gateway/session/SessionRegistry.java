package dev.rookery.gateway.session;

import dev.rookery.domain.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The sessions of one event loop, by user. Touched by that loop only. */
public final class SessionRegistry {
    /** The lists are replaced, never changed: whoever goes through one may end sessions on the way. */
    private final Map<UserId, List<Session>> byUser = new HashMap<>();

    private int size;

    public void add(Session session) {
        size++;
        List<Session> after = new ArrayList<>(of(session.user()));
        after.add(session);
        byUser.put(session.user(), List.copyOf(after));
    }

    /** True if the user has no other session here. The session must be one that was added. */
    public boolean remove(Session session) {
        size--;
        List<Session> after =
                of(session.user()).stream().filter(other -> other != session).toList();
        if (after.isEmpty()) {
            byUser.remove(session.user());
        } else {
            byUser.put(session.user(), after);
        }
        return after.isEmpty();
    }

    public List<Session> of(UserId user) {
        return byUser.getOrDefault(user, List.of());
    }

    int size() {
        return size;
    }

    /** All sessions as they are now; the action may end them. */
    public void forEach(Consumer<Session> action) {
        List.copyOf(byUser.values()).forEach(sessions -> sessions.forEach(action));
    }
}
