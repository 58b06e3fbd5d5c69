package dev.rookery.domain;

import java.time.Instant;

/**
 * One row of a chat's log.
 *
 * @param seq dense number of the entry in its chat, from 1
 * @param sentAt the owner's clock when the seq was assigned, in milliseconds; for people to read, never for order
 */
public record Entry(
        ChatId chat, long seq, UserId sender, DeviceId device, ClientId clientId, Instant sentAt, MessageText text) {}
