package dev.rookery.gateway.routing;

import dev.rookery.domain.UserId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A set of users that are looked at in turns, each within the time of a round, however many come and go. */
final class Rota {
    private static final int AT_LEAST_A_SECOND = 50;

    /** The first was not looked at for the longest time. */
    private final Set<UserId> users = new LinkedHashSet<>();
    /** Users to be looked at now; parts of one add up. */
    private double due;

    void add(UserId user) {
        users.add(user);
    }

    void remove(UserId user) {
        users.remove(user);
    }

    boolean contains(UserId user) {
        return users.contains(user);
    }

    int size() {
        return users.size();
    }

    void forEach(Consumer<UserId> action) {
        users.forEach(action);
    }

    /** So much time of so long a round is over. */
    void grant(Duration elapsed, Duration round) {
        double share = (double) elapsed.toNanos() / round.toNanos();
        double least = AT_LEAST_A_SECOND * (double) elapsed.toMillis() / 1_000;
        due = Math.min(users.size(), due + Math.max(least, users.size() * share));
    }

    boolean hasDue() {
        return due >= 1 && !users.isEmpty();
    }

    /** Takes the next of those that are due. */
    List<UserId> next(int most) {
        List<UserId> next = users.stream().limit(Math.min(most, (long) due)).toList();
        due -= next.size();
        next.forEach(users::remove);
        users.addAll(next);
        return next;
    }
}
