package dev.rookery.store.cassandra.log;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.store.MessageLog.Page;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One read of a range, bucket by bucket, until the page is full. Rows are fetched in portions: a text may have 400 KB, so
 * the first portion is small, and the next ones follow from the size of what was seen. Used once, by one caller.
 */
final class LogScan {
    static final int FIRST_PORTION = LogLayout.COMMIT_WINDOW + 1;

    private static final int LARGEST_PORTION = 256;

    private final CassandraMessageLog log;
    private final ChatId chat;
    private final int limit;
    private final int maxBytes;
    private final boolean newestFirst;

    private final List<Entry> found = new ArrayList<>();
    private long bytes;
    private long low;
    private long high;
    private boolean boundsKnown;

    LogScan(CassandraMessageLog log, ChatId chat, long low, long high, int limit, int maxBytes, boolean newestFirst) {
        this.log = log;
        this.chat = chat;
        this.low = low;
        this.high = high;
        this.limit = limit;
        this.maxBytes = maxBytes;
        this.newestFirst = newestFirst;
    }

    Future<Page> run() {
        if (low > high) {
            return Future.succeededFuture(new Page(found, false));
        }
        int bucket = LogLayout.bucketOf(newestFirst ? high : low);
        long from = Math.max(low, LogLayout.firstSeqOf(bucket));
        long to = Math.min(high, LogLayout.lastSeqOf(bucket));
        int rows = portion();
        return log.fetch(chat, bucket, from, to, rows, newestFirst).compose(fetched -> {
            for (Row row : fetched) {
                if (!add(row)) {
                    return Future.succeededFuture(new Page(found, true));
                }
            }
            if (fetched.size() == rows) {
                return run();
            }
            advancePast(from, to);
            return low > high || boundsKnown ? run() : clampToNewestBucket().compose(clamped -> run());
        });
    }

    /** One more than fits, so that it shows whether there is more. */
    private int portion() {
        int wanted = limit + 1 - found.size();
        if (found.isEmpty()) {
            return Math.min(wanted, FIRST_PORTION);
        }
        long average = Math.max(1, bytes / found.size());
        long fitting = (maxBytes - bytes) / average + 1;
        return (int) Math.max(1, Math.min(Math.min(wanted, LARGEST_PORTION), fitting));
    }

    private boolean add(Row row) {
        long seq = row.getLong("seq");
        ByteBuffer body = row.getByteBuffer("body");
        if (body == null) {
            // A state alone is no entry.
            advancePast(seq, seq);
            return true;
        }
        ByteBuffer state = row.getByteBuffer("state");
        int size = body.remaining() + (state == null ? 0 : state.remaining());
        boolean fits = found.size() < limit && (found.isEmpty() || bytes + size <= maxBytes);
        if (fits) {
            bytes += size;
            found.add(entry(seq, body, state));
            advancePast(seq, seq);
        }
        return fits;
    }

    private Entry entry(long seq, ByteBuffer body, @Nullable ByteBuffer state) {
        Entry entry = EntryBody.decode(chat, seq, body);
        return state == null ? entry : entry.with(StateBytes.decode(state));
    }

    private void advancePast(long from, long to) {
        if (newestFirst) {
            high = from - 1;
        } else {
            low = to + 1;
        }
    }

    /** Asked once and only when the first bucket was not enough: a range may reach far beyond the end of the log. */
    private Future<Void> clampToNewestBucket() {
        boundsKnown = true;
        return log.newestBucket(chat).map(newest -> {
            high = Math.min(high, newest.map(LogLayout::lastSeqOf).orElse(0L));
            return null;
        });
    }
}
