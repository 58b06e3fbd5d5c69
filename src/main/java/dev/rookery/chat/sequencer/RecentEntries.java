package dev.rookery.chat.sequencer;

import dev.rookery.domain.Entry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The newest committed entries of a chat, without a gap: enough for the page that most readers ask for. Bounded in number
 * and in characters, whatever the texts; the newest entry is always there.
 */
public final class RecentEntries {
    private static final int ENTRY_BYTES = 400;

    private final int maxEntries;
    private final int maxCharacters;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private int characters;

    public RecentEntries(int maxEntries, int maxCharacters) {
        this.maxEntries = maxEntries;
        this.maxCharacters = maxCharacters;
    }

    /** Adds the next committed entry. */
    public void add(Entry entry) {
        Entry newest = entries.peekLast();
        if (newest != null && entry.seq() != newest.seq() + 1) {
            entries.clear();
            characters = 0;
        }
        entries.add(entry);
        characters += length(entry);
        while (entries.size() > 1 && (entries.size() > maxEntries || characters > maxCharacters)) {
            characters -= length(entries.remove());
        }
    }

    /** The entry with this seq, null if it is not here. */
    public @Nullable Entry find(long seq) {
        Entry oldest = entries.peekFirst();
        Entry newest = entries.peekLast();
        if (oldest == null || newest == null || seq < oldest.seq() || seq > newest.seq()) {
            return null;
        }
        return entries.stream().filter(entry -> entry.seq() == seq).findFirst().orElse(null);
    }

    /** Takes what has become of entries, as far as they are here. */
    public void change(UnaryOperator<Entry> changed) {
        List<Entry> all = entries.stream().map(changed).toList();
        entries.clear();
        entries.addAll(all);
        characters = all.stream().mapToInt(RecentEntries::length).sum();
    }

    /** The newest entry that is a message; null if there is none here. */
    public @Nullable Entry newest() {
        Iterator<Entry> newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext()) {
            Entry entry = newestFirst.next();
            if (Entry.isMessage(entry)) {
                return entry;
            }
        }
        return null;
    }

    /** At most so many of the newest entries, ascending. */
    public List<Entry> newest(int most) {
        return entries.stream().skip(Math.max(0, entries.size() - most)).toList();
    }

    /** The entries of the range, ascending, or null if some of them are not here. */
    public @Nullable List<Entry> read(PageRange range) {
        Entry oldest = entries.peekFirst();
        Entry newest = entries.peekLast();
        if (range.isEmpty()) {
            return List.of();
        }
        if (oldest == null || newest == null || range.from() < oldest.seq() || range.to() > newest.seq()) {
            return null;
        }
        return entries.stream()
                .filter(entry -> entry.seq() >= range.from() && entry.seq() <= range.to())
                .toList();
    }

    /** About how much heap the entries take. */
    public int bytes() {
        return ENTRY_BYTES * entries.size() + Character.BYTES * characters;
    }

    private static int length(Entry entry) {
        return entry.content().weight() + entry.state().weight();
    }
}
