package dev.rookery.domain;

/**
 * A member does not want to see the history of a chat any more, as far as it went.
 *
 * @param through the highest seq that is not shown to this member; only ever grows
 */
public record Cleared(UserId member, long through) {}
