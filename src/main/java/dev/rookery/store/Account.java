package dev.rookery.store;

import dev.rookery.domain.User;
import java.time.Instant;

/** A user with what only the server may see. */
public record Account(User user, String passwordHash, Instant createdAt) {
    @Override
    public String toString() {
        return "Account[" + user.id() + "]";
    }
}
