package dev.rookery.domain;

import java.time.Instant;
import java.util.List;

/** A conversation and who takes part in it. Members are in the order in which they joined. */
public record Chat(ChatId id, Kind kind, List<UserId> members, Instant createdAt) {
    public Chat {
        members = List.copyOf(members);
    }

    public boolean hasMember(UserId user) {
        return members.contains(user);
    }

    /** DIRECT: a 1:1 chat, its two members never change. */
    public enum Kind {
        DIRECT
    }
}
