package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import io.vertx.core.Future;
import java.util.List;

/**
 * The log of every chat. Every write carries the writer's epoch as its timestamp, {@code epoch * 2^40 + n}, so that the
 * store itself lets a later owner win over a late write of an earlier one; no write is conditional.
 */
public interface MessageLog {
    /** W of the design: entries of one chat that may be written and not committed. A safety limit, see {@link Activation}. */
    int COMMIT_WINDOW = 16;
    /** Seqs of a partition: bucket = seq / BUCKET_SIZE. For ever, since stored rows rely on it. */
    int BUCKET_SIZE = 1_000;
    /** Appends that share a request at most: Cassandra's {@code unlogged_batch_across_partitions_warn_threshold}. */
    int MAX_TOGETHER = 10;

    /**
     * Stores consecutive entries at LOCAL_QUORUM, those of one bucket in one atomic batch. Idempotent: a
     * repeat writes the same bytes with the same timestamps. On failure any part may have been stored.
     */
    default Future<Void> append(ChatId chat, long epoch, List<Entry> entries) {
        return append(List.of(new Append(chat, epoch, entries))).get(0);
    }

    /**
     * Each as {@link #append(ChatId, long, List)}, at the same time. What is small and kept by the same replicas goes out in
     * one request, which costs the store and its driver far less than one each; it is not atomic over chats, and when it
     * fails, all who share it fail.
     *
     * @return the outcomes, in the order of the appends
     */
    List<Future<Void>> append(List<Append> appends);

    /**
     * Entries with {@code from <= seq <= to} at LOCAL_QUORUM.
     *
     * @param limit 1 to 1,000
     * @param maxBytes the page ends before the entry that would exceed this many bytes, but has at least one
     * @param newestFirst which end to begin at; the answer is in that order
     */
    Future<Page> read(ChatId chat, long from, long to, int limit, int maxBytes, boolean newestFirst);

    /**
     * The newest entries of a log, ascending; empty for a chat without any.
     *
     * @param limit 1 to 1,000
     * @param maxBytes older entries are left out from the one that would exceed this many bytes of text; the newest is
     *     always there
     */
    Future<List<Entry>> tail(ChatId chat, int limit, int maxBytes);

    /**
     * Reads the tail as {@link #tail} does, but at least the whole commit window, and plans what the owner of a new epoch
     * has to write before it serves the chat. Read it after the shard was taken over.
     */
    Future<Activation> planActivation(ChatId chat, long epoch, int limit, int maxBytes);

    /**
     * Writes what was planned, bucket after bucket, each in one atomic batch. Idempotent; on failure repeat it with the very
     * same plan.
     */
    Future<Void> activate(Activation plan);

    /**
     * What has to be written for changes of a message that are committed. A message that is deleted for everyone is read, as
     * are all edits of it, to be stored again without their texts.
     */
    Future<StateChange> planChange(ChatId chat, long epoch, long target, EntryState state);

    /** Writes what was planned, at LOCAL_QUORUM. Idempotent; on failure repeat it with the very same plan. */
    Future<Void> change(StateChange plan);

    /** @param entries consecutive ones of the chat */
    record Append(ChatId chat, long epoch, List<Entry> entries) {
        public Append {
            entries = List.copyOf(entries);
        }
    }

    /** @param more whether the range holds further entries */
    record Page(List<Entry> entries, boolean more) {
        public Page {
            entries = List.copyOf(entries);
        }
    }
}
