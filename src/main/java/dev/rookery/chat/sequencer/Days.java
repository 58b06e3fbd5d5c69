package dev.rookery.chat.sequencer;

import dev.rookery.domain.DayStart;
import dev.rookery.domain.Entry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notices with which entries of a chat a new day (of UTC) begins. Days only go forward: an entry whose owner's clock was
 * behind belongs to the day of the one before it. May name a day again after a change of owner, never leaves one out. Not
 * thread safe.
 */
public final class Days {
    private @Nullable LocalDate latest;

    /** @param tail the newest stored entries */
    public Days(List<Entry> tail) {
        stored(tail);
    }

    /** The days that begin with these entries, the next ones to be stored; the same however often it is asked. */
    public List<DayStart> begunBy(List<Entry> entries) {
        List<DayStart> starts = new ArrayList<>();
        LocalDate before = latest;
        for (Entry entry : entries) {
            LocalDate day = day(entry);
            if (!Entry.isVoid(entry) && (before == null || day.isAfter(before))) {
                starts.add(new DayStart(day, entry.seq()));
                before = day;
            }
        }
        return starts;
    }

    public void stored(List<Entry> entries) {
        for (DayStart start : begunBy(entries)) {
            latest = start.day();
        }
    }

    private static LocalDate day(Entry entry) {
        return entry.at().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
