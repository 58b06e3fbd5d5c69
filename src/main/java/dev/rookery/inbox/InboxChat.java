package dev.rookery.inbox;

import dev.rookery.store.InboxRow;

/**
 * A chat in the inbox of a user.
 *
 * @param row as it was read after its owner was asked
 * @param standing what the owner said
 */
public record InboxChat(InboxRow row, Standing standing) {}
