package dev.rookery.store;

import dev.rookery.domain.ChatId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a chat is.
 *
 * @param seq of its newest committed entry, 0 if there is none
 * @param activeAt when that was sent; null if there is none
 */
public record InboxHead(ChatId chat, long seq, @Nullable Instant activeAt) {}
