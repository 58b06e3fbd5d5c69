package dev.rookery.domain;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A conversation and who takes part in it.
 *
 * @param title only of a group, and only if it was given one
 * @param members in the order in which they joined; who created the chat is the first
 */
public record Chat(ChatId id, Kind kind, @Nullable ChatTitle title, List<UserId> members, Instant createdAt) {
    /** In larger chats members are not told how far the others got: who wants to know asks. */
    public static final int MOST_TOLD = 30;

    public Chat {
        members = List.copyOf(members);
    }

    public static Chat direct(UserId creator, UserId peer, Instant createdAt) {
        return new Chat(ChatId.direct(creator, peer), Kind.DIRECT, null, List.of(creator, peer), createdAt);
    }

    public boolean hasMember(UserId user) {
        return members.contains(user);
    }

    /** Whether asking for the one would also have made the other: a repeat, but for its time and the order of members. */
    public boolean isSameAs(Chat other) {
        return id.equals(other.id)
                && kind == other.kind
                && Objects.equals(title, other.title)
                && new HashSet<>(members).equals(new HashSet<>(other.members));
    }

    /** DIRECT: a 1:1 chat, its two members never change. GROUP: any number up to a limit of the operator. */
    public enum Kind {
        DIRECT,
        GROUP
    }
}
