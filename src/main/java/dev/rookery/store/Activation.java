package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a new owner writes before it serves a chat, so that no late write of an earlier owner is ever seen: in each bucket
 * that such a write could reach, a range tombstone above the safe point, and what was found above it again, all with
 * timestamps of the new epoch. Below the safe point an earlier owner can only repeat what is there.
 *
 * @param safe the highest seq that every earlier owner knew to be committed at least: newest seq less the window
 * @param rewrites one per bucket, each to be written as a whole; repeat them unchanged until all are stored
 * @param tail the newest entries as they stand afterwards, ascending and without holes
 */
public record Activation(ChatId chat, long epoch, long safe, List<Rewrite> rewrites, List<Entry> tail) {
    /**
     * @param above what has a higher seq than this in the bucket is deleted, as of the beginning of the epoch
     * @param entries are written again, as of later in the epoch
     */
    public record Rewrite(long bucket, long above, List<Entry> entries) {
        public Rewrite {
            entries = List.copyOf(entries);
        }
    }

    public Activation {
        rewrites = List.copyOf(rewrites);
        tail = List.copyOf(tail);
    }

    /**
     * @param newest the newest entries, at least {@code window} of them or all there are; read at quorum after the shard
     *     was taken over
     * @param window how many seqs an owner may have uncommitted
     * @param bucketSize seqs of a bucket, not below the window
     */
    public static Activation of(ChatId chat, long epoch, List<Entry> newest, int window, int bucketSize) {
        if (window > bucketSize) {
            throw new IllegalArgumentException("a window of " + window + " in buckets of " + bucketSize);
        }
        TreeMap<Long, Entry> found = new TreeMap<>();
        newest.forEach(entry -> found.put(entry.seq(), entry));
        long last = found.isEmpty() ? 0 : found.lastKey();
        long safe = Math.max(0, last - window);
        fillHoles(chat, found, safe, last);
        List<Rewrite> rewrites = new ArrayList<>();
        for (long bucket = (safe + 1) / bucketSize; bucket <= (last + window) / bucketSize; bucket++) {
            long from = Math.max(safe + 1, bucket * bucketSize);
            long to = Math.min(last, (bucket + 1) * bucketSize - 1);
            List<Entry> entries = from > to
                    ? List.of()
                    : List.copyOf(found.subMap(from, true, to, true).values());
            rewrites.add(new Rewrite(bucket, safe, entries));
        }
        return new Activation(chat, epoch, safe, rewrites, List.copyOf(found.values()));
    }

    /**
     * Fills the holes and counts anew: a hole may have been a message, and an owner that was lost while it filled them may
     * have counted only a part of what stands above. Nothing above a hole was ever committed.
     */
    private static void fillHoles(ChatId chat, TreeMap<Long, Entry> found, long safe, long last) {
        Entry below = found.get(safe);
        Entry first = found.get(safe + 1);
        // The count of the first is right, as there are no holes below it.
        long messages = below != null ? below.messages() : first == null ? 0 : first.messages() - count(first, 0);
        long before = messages;
        for (long seq = safe + 1; seq <= last; seq++) {
            Entry entry = found.get(seq);
            if (entry == null) {
                found.put(seq, Entry.voided(chat, seq, messages));
                before = messages;
            } else {
                messages += count(entry, before);
                before = entry.messages();
                found.put(seq, entry.messages() == messages ? entry : entry.counted(messages));
            }
        }
    }

    /** @param before the number that stood in the entry below; tells whether one is counted whose kind is not known */
    private static long count(Entry entry, long before) {
        return entry.content() instanceof Content.Unknown
                ? Math.min(1, Math.max(0, entry.messages() - before))
                : Entry.isMessage(entry) ? 1 : 0;
    }
}
