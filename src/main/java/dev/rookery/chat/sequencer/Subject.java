package dev.rookery.chat.sequencer;

import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message as those see it who change it: everything but its text. */
public record Subject(long seq, UserId author, Instant at, EntryState state) {

    /** Null for an entry that is no message. */
    public static @Nullable Subject of(Entry entry) {
        return Entry.isMessage(entry) ? new Subject(entry.seq(), entry.author(), entry.at(), entry.state()) : null;
    }

    Subject with(EntryState changed) {
        return new Subject(seq, author, at, changed);
    }
}
