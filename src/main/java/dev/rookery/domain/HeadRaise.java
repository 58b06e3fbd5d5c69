package dev.rookery.domain;

import java.util.List;

/**
 * A committed head on its way into the inbox.
 *
 * @param members whose rows are written
 * @param apart whether their rows only say that the head stands beside them, in one row for all
 */
public record HeadRaise(InboxHead head, List<UserId> members, boolean apart) {
    public HeadRaise {
        members = List.copyOf(members);
    }
}
