package dev.rookery.domain;

import java.time.Instant;

/**
 * How far a chat is.
 *
 * @param seq of its newest committed entry, 0 if there is none
 * @param messages how many messages it has up to there
 * @param activeAt when that entry was sent; when the chat was made if there is none
 */
public record InboxHead(ChatId chat, long seq, long messages, Instant activeAt) {}
