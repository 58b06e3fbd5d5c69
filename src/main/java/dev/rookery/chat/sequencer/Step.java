package dev.rookery.chat.sequencer;

import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done now, all of it at once: delivery does not wait for the store.
 *
 * @param assigned entries that just got their seq, ascending: deliver them in this order
 * @param refused sends that get none
 * @param write what to hand to the store, or null: its outcome is reported with {@link ChatLog#stored}
 * @param reads seqs of what changes are about: to be read at quorum and handed to {@link ChatLog#read}
 * @param applies what to write besides: the outcome of each is reported with {@link ChatLog#applied}
 */
public record Step(
        List<Assigned> assigned,
        List<Refused> refused,
        @Nullable WriteBatch write,
        List<Long> reads,
        List<Apply> applies) {
    public Step {
        assigned = List.copyOf(assigned);
        refused = List.copyOf(refused);
        reads = List.copyOf(reads);
        applies = List.copyOf(applies);
    }

    /** A change that may not be made. */
    public record Refused(Send send, ErrorCode reason) {}

    /**
     * An entry with its place in the order, not durable yet.
     *
     * @param except the session that sent it
     * @param committed the highest committed seq when the entry was assigned
     */
    public record Assigned(Entry entry, @Nullable SessionId except, long committed) {}
}
