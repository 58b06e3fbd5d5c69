package dev.rookery.store.cassandra.log;

import dev.rookery.store.MessageLog;

/** Where an entry stands in the table {@code chat_log}, and the timestamp it is written with. */
public final class LogLayout {
    /** As in the table {@code settings}: entries of one chat that may be written but not yet committed. */
    public static final int COMMIT_WINDOW = MessageLog.COMMIT_WINDOW;

    private static final int EPOCH_SHIFT = 40;

    /** Beyond it a timestamp would be negative, and no later owner could overwrite anything. */
    static final long MAX_EPOCH = (1L << (Long.SIZE - 1 - EPOCH_SHIFT)) - 1;

    /** Beyond it timestamps would reach into the next epoch. */
    static final long MAX_SEQ = (1L << EPOCH_SHIFT) - 1 - COMMIT_WINDOW;

    private LogLayout() {}

    static int bucketOf(long seq) {
        checkSeq(seq);
        return (int) (seq / MessageLog.BUCKET_SIZE);
    }

    static long firstSeqOf(int bucket) {
        return bucket == 0 ? 1 : (long) bucket * MessageLog.BUCKET_SIZE;
    }

    static long lastSeqOf(int bucket) {
        return (bucket + 1L) * MessageLog.BUCKET_SIZE - 1;
    }

    /** Whether this entry is the first of its bucket; seqs begin at 1. */
    static boolean opensBucket(long seq) {
        return seq == firstSeqOf(bucketOf(seq));
    }

    /**
     * {@code epoch * 2^40 + seq + 16}. What a new owner writes again of its predecessor's last entries keeps its seq, and so
     * its place in this numbering.
     */
    static long timestamp(long epoch, long seq) {
        checkSeq(seq);
        return beginning(epoch) + COMMIT_WINDOW + seq;
    }

    /** Older than whatever is written in the epoch, younger than whatever was written in earlier ones. */
    static long beginning(long epoch) {
        if (epoch < 1 || epoch > MAX_EPOCH) {
            throw new IllegalArgumentException("epoch " + epoch + " is not between 1 and " + MAX_EPOCH);
        }
        return epoch << EPOCH_SHIFT;
    }

    private static void checkSeq(long seq) {
        if (seq < 1 || seq > MAX_SEQ) {
            throw new IllegalArgumentException("seq " + seq + " is not between 1 and " + MAX_SEQ);
        }
    }
}
