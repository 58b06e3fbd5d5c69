package dev.rookery.domain;

/** What other people may see of an account. */
public record User(UserId id, Username username, String displayName) {}
