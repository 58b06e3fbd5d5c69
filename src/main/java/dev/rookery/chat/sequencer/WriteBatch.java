package dev.rookery.chat.sequencer;

import dev.rookery.domain.Entry;
import java.util.List;

/**
 * Consecutive entries of one partition, to be stored as a whole. If that fails, the very same batch is stored again: its
 * seqs are given to these entries for ever.
 *
 * @param number of the batch within its log
 */
public record WriteBatch(long number, List<Entry> entries) {
    public WriteBatch {
        entries = List.copyOf(entries);
    }
}
