package dev.rookery.chat.sequencer;

import dev.rookery.domain.Entry;
import dev.rookery.domain.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done now, all of it at once: delivery does not wait for the store.
 *
 * @param assigned entries that just got their seq, ascending: deliver them in this order
 * @param write what to hand to the store, or null: its outcome is reported with {@link ChatLog#stored}
 */
public record Step(List<Assigned> assigned, @Nullable WriteBatch write) {
    public Step {
        assigned = List.copyOf(assigned);
    }

    /**
     * An entry with its place in the order, not durable yet.
     *
     * @param except the session that sent it
     * @param committed the highest committed seq when the entry was assigned
     */
    public record Assigned(Entry entry, @Nullable SessionId except, long committed) {}
}
