package dev.rookery.domain;

/**
 * How far a member got in a chat. Each number only grows, so that of two of them the higher one is right, whoever says so and
 * however late; 0 says nothing.
 *
 * @param cleared up to this seq nothing is shown to the member any more; such messages count as read
 * @param read up to this seq the member has seen everything
 * @param readMessages how many messages the chat has up to {@code read}
 * @param delivered up to this seq a device of the member has everything
 * @param unreadTurns how often the member marked the chat as unread, or took that back by reading: odd if it is marked
 */
public record MemberMarks(UserId member, long cleared, long read, long readMessages, long delivered, long unreadTurns) {

    /** Of somebody who never said anything. */
    public static MemberMarks none(UserId member) {
        return new MemberMarks(member, 0, 0, 0, 0, 0);
    }

    /** Not a method of its own, since serializers would take it for a field. */
    public static boolean isMarkedUnread(MemberMarks marks) {
        return marks.unreadTurns % 2 == 1;
    }

    /** The higher of each. */
    public MemberMarks and(MemberMarks other) {
        return new MemberMarks(
                member,
                Math.max(cleared, other.cleared),
                Math.max(read, other.read),
                Math.max(readMessages, other.readMessages),
                Math.max(delivered, other.delivered),
                Math.max(unreadTurns, other.unreadTurns));
    }

    /** What these say beyond others: 0 where that is nothing. */
    public MemberMarks beyond(MemberMarks other) {
        boolean further = read > other.read;
        return new MemberMarks(
                member,
                cleared > other.cleared ? cleared : 0,
                further ? read : 0,
                further ? readMessages : 0,
                delivered > other.delivered ? delivered : 0,
                unreadTurns > other.unreadTurns ? unreadTurns : 0);
    }

    public static boolean isEmpty(MemberMarks marks) {
        return marks.equals(none(marks.member));
    }
}
