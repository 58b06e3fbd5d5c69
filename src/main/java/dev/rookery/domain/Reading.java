package dev.rookery.domain;

import java.util.List;

/**
 * How far the members of a chat got, as one of them is told.
 *
 * @param messages how many messages the chat has, of what is committed
 * @param own that member's marks
 * @param others those of the others, who have any; none in large chats
 */
public record Reading(long messages, MemberMarks own, List<MemberMarks> others) {
    public Reading {
        others = List.copyOf(others);
    }

    /** How many messages the member has not read. Not a method of a reading, since serializers would take it for a field. */
    public static long unread(Reading reading) {
        return Math.max(0, reading.messages - reading.own.readMessages());
    }
}
