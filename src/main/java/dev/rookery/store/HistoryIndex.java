package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.Cleared;
import dev.rookery.domain.DayStart;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Ways through a long history. No write here is fenced and none has to be: of two writes of one thing the store keeps the
 * lower seq of a day and the higher one of a member, in whichever order they come and from whichever owner.
 */
public interface HistoryIndex {

    /** To be called before the entries are stored: then no day is missing, and one that is too early does no harm. */
    Future<Void> begin(ChatId chat, List<DayStart> days);

    /** The first seq of this day, or of the next one on which there are entries; empty if there is none any more. */
    Future<Optional<Long>> firstSince(ChatId chat, LocalDate day);

    /** Durable when it completes; a lower number than the stored one changes nothing. */
    Future<Void> clear(ChatId chat, Cleared cleared);

    /** Of all members who ever cleared the chat. */
    Future<List<Cleared>> cleared(ChatId chat);
}
