package dev.rookery.domain;

import java.time.LocalDate;

/**
 * Where a day begins in a chat.
 *
 * @param day of UTC
 * @param seq of the first entry that was sent on this day
 */
public record DayStart(LocalDate day, long seq) {}
