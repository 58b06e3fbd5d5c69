package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.DayStart;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Ways through a long history. No write here is fenced and none has to be: of two writes of one day the store keeps the
 * lower seq, in whichever order they come and from whichever owner.
 */
public interface HistoryIndex {

    /** To be called before the entries are stored: then no day is missing, and one that is too early does no harm. */
    Future<Void> begin(ChatId chat, List<DayStart> days);

    /** The first seq of this day, or of the next one on which there are entries; empty if there is none any more. */
    Future<Optional<Long>> firstSince(ChatId chat, LocalDate day);
}
