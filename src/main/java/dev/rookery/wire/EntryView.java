package dev.rookery.wire;

import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A durable entry of a chat as clients see it, whatever brings it: a page of history, a sync, an event.
 *
 * @param state what became of it since; null if nothing did
 */
public record EntryView(
        long seq,
        long messages,
        UserId author,
        DeviceId device,
        ClientId clientId,
        Instant at,
        Content content,
        @Nullable StateView state) {

    /** @param reader whom it is shown to */
    public static EntryView of(Entry entry, UserId reader) {
        return new EntryView(
                entry.seq(),
                entry.messages(),
                entry.author(),
                entry.device(),
                entry.clientId(),
                entry.at(),
                entry.content(),
                StateView.of(entry.state(), reader));
    }

    /** What a client needs to have everything: without what nobody is shown any more, or never was. */
    public static List<EntryView> shown(List<Entry> entries, UserId reader) {
        return entries.stream()
                .filter(EntryView::isShown)
                .map(entry -> of(entry, reader))
                .toList();
    }

    /** What people look at: without the changes, which are in the state of what they change. */
    public static List<EntryView> history(List<Entry> entries, UserId reader) {
        return entries.stream()
                .filter(entry -> isShown(entry) && !(entry.content() instanceof Content.Change))
                .map(entry -> of(entry, reader))
                .toList();
    }

    /** An edit of a deleted message says nothing any more. */
    private static boolean isShown(Entry entry) {
        boolean emptied = entry.content() instanceof Content.Removed && !Entry.isMessage(entry);
        return !Entry.isVoid(entry) && !emptied;
    }
}
