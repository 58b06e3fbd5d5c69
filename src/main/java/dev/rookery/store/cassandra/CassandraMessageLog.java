package dev.rookery.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.store.Activation;
import dev.rookery.store.MessageLog;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Tables {@code chat_log} and {@code chat_buckets}; see {@link LogLayout} for partitions and timestamps, {@link EntryBody}
 * for the bytes. Never writes to the log with a timestamp of a clock, and never conditionally.
 */
final class CassandraMessageLog implements MessageLog {
    private static final int MAX_LIMIT = 1_000;

    private final Cql cql;
    private final Statements<LogQuery> statements;

    CassandraMessageLog(Cql cql, Statements<LogQuery> statements) {
        this.cql = cql;
        this.statements = statements;
    }

    @Override
    public Future<Void> append(ChatId chat, long epoch, List<Entry> entries) {
        List<Statement<?>> writes;
        try {
            writes = writes(chat, epoch, entries);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
        Future<Void> stored = Future.succeededFuture();
        for (Statement<?> write : writes) {
            stored = stored.compose(before -> cql.run(write));
        }
        return stored;
    }

    /** In this order: a bucket is named before it has entries, and has them before the next one begins. */
    private List<Statement<?>> writes(ChatId chat, long epoch, List<Entry> entries) {
        List<Statement<?>> writes = new ArrayList<>();
        List<BoundStatement> rows = new ArrayList<>();
        long expected = entries.isEmpty() ? 0 : entries.get(0).seq();
        for (Entry entry : entries) {
            if (!entry.chat().equals(chat) || entry.seq() != expected++) {
                throw new IllegalArgumentException("entries of one append must be consecutive entries of the chat");
            }
            int bucket = LogLayout.bucketOf(entry.seq());
            if (LogLayout.opensBucket(entry.seq())) {
                addRows(writes, rows);
                rows = new ArrayList<>();
                writes.add(statements.bind(LogQuery.OPEN_BUCKET, chat.value(), bucket));
            }
            rows.add(insert(chat, epoch, bucket, entry));
        }
        addRows(writes, rows);
        return writes;
    }

    private BoundStatement insert(ChatId chat, long epoch, int bucket, Entry entry) {
        return statements.bind(
                LogQuery.INSERT,
                chat.value(),
                bucket,
                entry.seq(),
                EntryBody.encode(entry),
                LogLayout.timestamp(epoch, entry.seq()));
    }

    /** Rows of one partition are one mutation: stored all or none, and cheaper. */
    private static void addRows(List<Statement<?>> writes, List<BoundStatement> rows) {
        if (rows.size() == 1) {
            writes.add(rows.get(0));
        } else if (!rows.isEmpty()) {
            writes.add(batch(rows));
        }
    }

    private static BatchStatement batch(List<BoundStatement> statements) {
        return BatchStatement.builder(DefaultBatchType.UNLOGGED)
                .addStatements(List.copyOf(statements))
                .setIdempotence(Access.WRITE.idempotent())
                .setConsistencyLevel(Access.WRITE.consistency())
                .build();
    }

    @Override
    public Future<Page> read(ChatId chat, long from, long to, int limit, int maxBytes, boolean newestFirst) {
        if (limit < 1 || limit > MAX_LIMIT) {
            return Future.failedFuture(new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT));
        }
        long low = Math.max(from, 1);
        long high = Math.min(to, LogLayout.MAX_SEQ);
        if (low > high) {
            return Future.succeededFuture(new Page(List.of(), false));
        }
        return new LogScan(this, chat, low, high, limit, maxBytes, newestFirst).run();
    }

    @Override
    public Future<List<Entry>> tail(ChatId chat, int limit, int maxBytes) {
        if (limit < 1 || limit > MAX_LIMIT) {
            return Future.failedFuture(new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT));
        }
        return newestBucket(chat)
                .compose(newest -> newest.isEmpty()
                        ? Future.succeededFuture(new Page(List.of(), false))
                        : read(chat, 1, LogLayout.lastSeqOf(newest.get()), limit, maxBytes, true))
                .map(page -> {
                    List<Entry> ascending = new ArrayList<>(page.entries());
                    Collections.reverse(ascending);
                    return List.copyOf(ascending);
                });
    }

    @Override
    public Future<Activation> planActivation(ChatId chat, long epoch, int limit, int maxBytes) {
        return tail(chat, Math.max(limit, COMMIT_WINDOW), maxBytes)
                .compose(newest -> hasWindow(newest)
                        ? Future.succeededFuture(newest)
                        : tail(chat, COMMIT_WINDOW, Integer.MAX_VALUE))
                .map(newest -> Activation.of(chat, epoch, newest, COMMIT_WINDOW, BUCKET_SIZE));
    }

    private static boolean hasWindow(List<Entry> newest) {
        if (newest.isEmpty()) {
            return true;
        }
        long last = newest.get(newest.size() - 1).seq();
        return newest.get(0).seq() <= Math.max(1, last - COMMIT_WINDOW + 1);
    }

    @Override
    public Future<Void> activate(Activation plan) {
        Future<Void> stored = Future.succeededFuture();
        for (Activation.Rewrite rewrite : plan.rewrites()) {
            Statement<?> batch = rewrite(plan, rewrite);
            stored = stored.compose(before -> cql.run(batch));
        }
        return stored;
    }

    /** Tombstone and entries in one mutation: no replica ever has one without the other. */
    private Statement<?> rewrite(Activation plan, Activation.Rewrite rewrite) {
        int bucket = Math.toIntExact(rewrite.bucket());
        List<BoundStatement> statements = new ArrayList<>();
        statements.add(this.statements.bind(
                LogQuery.BURY, LogLayout.beginning(plan.epoch()), plan.chat().value(), bucket, rewrite.above()));
        for (Entry entry : rewrite.entries()) {
            statements.add(insert(plan.chat(), plan.epoch(), bucket, entry));
        }
        return batch(statements);
    }

    /** The newest bucket that was begun; it may be empty after a crash or a late write of a former owner. */
    Future<Optional<Integer>> newestBucket(ChatId chat) {
        return cql.first(statements.bind(LogQuery.NEWEST_BUCKET, chat.value()))
                .map(row -> row.map(found -> found.getInt("bucket")));
    }

    /** At most {@code rows} rows of one bucket with {@code low <= seq <= high}. */
    Future<List<Row>> fetch(ChatId chat, int bucket, long low, long high, int rows, boolean newestFirst) {
        LogQuery query = newestFirst ? LogQuery.NEWEST_FIRST : LogQuery.OLDEST_FIRST;
        return cql.all(statements.bind(query, chat.value(), bucket, low, high, rows));
    }
}
