package dev.rookery.wire;

import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.List;

/** A durable entry of a chat as clients see it, whatever brings it: a page of history, a sync, an event. */
public record EntryView(
        long seq, long messages, UserId author, DeviceId device, ClientId clientId, Instant at, Content content) {
    public static EntryView of(Entry entry) {
        return new EntryView(
                entry.seq(),
                entry.messages(),
                entry.author(),
                entry.device(),
                entry.clientId(),
                entry.at(),
                entry.content());
    }

    /** Without those that keep the seq of what never became durable. */
    public static List<EntryView> shown(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> !Entry.isVoid(entry))
                .map(EntryView::of)
                .toList();
    }
}
