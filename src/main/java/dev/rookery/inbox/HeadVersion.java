package dev.rookery.inbox;

import dev.rookery.domain.MemberMarks;

/**
 * Which head of a chat a client has. Made of nothing but what stands in the user's own row of the inbox, so that no chat is
 * opened to compare it; what is added to heads needs a cell there. Three things are left out. Title and members change by
 * entries. How far the user's devices got they know themselves. How far others got a client asks for where it waits for it.
 */
public final class HeadVersion {
    private HeadVersion() {}

    /** Equal for marks that tell the user the same. */
    public static String of(MemberMarks own) {
        return digits(own.cleared()) + "." + digits(own.read()) + "." + digits(own.unreadTurns());
    }

    private static String digits(long number) {
        return Long.toString(number, Character.MAX_RADIX);
    }
}
