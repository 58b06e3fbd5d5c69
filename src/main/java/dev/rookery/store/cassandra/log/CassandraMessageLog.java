package dev.rookery.store.cassandra.log;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.store.Activation;
import dev.rookery.store.MessageLog;
import dev.rookery.store.StateChange;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.SharedRequest;
import dev.rookery.store.cassandra.driver.Statements;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tables {@code chat_log} and {@code chat_buckets}; see {@link LogLayout} for partitions and timestamps, {@link EntryBody}
 * and {@link StateBytes} for the bytes. Never writes to the log with a timestamp of a clock, and never conditionally.
 */
public final class CassandraMessageLog implements MessageLog {
    private static final int MAX_LIMIT = 1_000;

    private final Cql cql;
    private final Statements<LogQuery> statements;

    public CassandraMessageLog(Cql cql, Statements<LogQuery> statements) {
        this.cql = cql;
        this.statements = statements;
    }

    @Override
    public List<Future<Void>> append(List<Append> appends) {
        List<Future<Void>> outcomes = new ArrayList<>(appends.size());
        List<SharedRequest.Part> parts = new ArrayList<>(appends.size());
        for (Append append : appends) {
            try {
                outcomes.add(store(writes(append), parts));
            } catch (IllegalArgumentException e) {
                outcomes.add(Future.failedFuture(e));
            }
        }
        if (!parts.isEmpty()) {
            cql.replicas().onComplete(known -> SharedRequest.divide(
                            parts,
                            part -> known.succeeded()
                                    ? known.result().of(part.rows().get(0))
                                    : Set.of())
                    .forEach(request -> request.complete(cql.run(SharedRequest.statement(request.rows())))));
        }
        return outcomes;
    }

    /** @param shared takes what need not be alone */
    private Future<Void> store(List<Write> writes, List<SharedRequest.Part> shared) {
        if (writes.size() == 1) {
            Promise<Void> outcome = Promise.promise();
            shared.add(
                    new SharedRequest.Part(writes.get(0).rows(), writes.get(0).bytes(), outcome));
            return outcome.future();
        }
        Future<Void> stored = Future.succeededFuture();
        for (Write write : writes) {
            stored = stored.compose(before -> cql.run(SharedRequest.statement(write.rows())));
        }
        return stored;
    }

    /** Rows of one partition: one mutation, stored all or none, and cheaper. */
    private static final class Write {
        private static final int BYTES_BESIDE_BODY = 64;

        private final List<BoundStatement> rows = new ArrayList<>();
        private int bytes;

        List<BoundStatement> rows() {
            return rows;
        }

        int bytes() {
            return bytes;
        }

        Write with(BoundStatement row, int body) {
            rows.add(row);
            bytes += body + BYTES_BESIDE_BODY;
            return this;
        }
    }

    /** In this order: a bucket is named before it has entries, and has them before the next one begins. */
    private List<Write> writes(Append append) {
        List<Write> writes = new ArrayList<>();
        Write current = new Write();
        long expected = append.entries().isEmpty() ? 0 : append.entries().get(0).seq();
        for (Entry entry : append.entries()) {
            if (!entry.chat().equals(append.chat()) || entry.seq() != expected++) {
                throw new IllegalArgumentException("entries of one append must be consecutive entries of the chat");
            }
            int bucket = LogLayout.bucketOf(entry.seq());
            if (LogLayout.opensBucket(entry.seq())) {
                writes.add(current);
                writes.add(new Write()
                        .with(
                                statements.bind(
                                        LogQuery.OPEN_BUCKET, append.chat().value(), bucket),
                                0));
                current = new Write();
            }
            ByteBuffer body = EntryBody.encode(entry);
            current = current.with(insert(append.chat(), append.epoch(), bucket, entry, body), body.remaining());
        }
        writes.add(current);
        return writes.stream().filter(write -> !write.rows().isEmpty()).toList();
    }

    private BoundStatement insert(ChatId chat, long epoch, int bucket, Entry entry) {
        return insert(chat, epoch, bucket, entry, EntryBody.encode(entry));
    }

    private BoundStatement insert(ChatId chat, long epoch, int bucket, Entry entry, ByteBuffer body) {
        return statements.bind(
                LogQuery.INSERT, chat.value(), bucket, entry.seq(), body, LogLayout.timestamp(epoch, written(entry)));
    }

    /** A body that lost its text is younger than the text, whoever writes either again. */
    private static long written(Entry entry) {
        return entry.content() instanceof Content.Removed removed ? removed.deletion() : entry.seq();
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
            if (entry.state().asOf() > 0) {
                statements.add(state(plan.chat(), plan.epoch(), entry.seq(), entry.state()));
            }
        }
        return SharedRequest.statement(statements);
    }

    @Override
    public Future<StateChange> planChange(ChatId chat, long epoch, long target, EntryState state) {
        EntryState.Deletion deletion = state.deleted();
        if (deletion == null) {
            return Future.succeededFuture(new StateChange(chat, epoch, target, state, List.of()));
        }
        List<Entry> found = new ArrayList<>();
        Future<Void> reading = Future.succeededFuture();
        for (long edit : state.edits()) {
            reading = reading.compose(before -> one(chat, edit))
                    .onSuccess(row ->
                            row.map(entry -> entry.emptied(deletion.seq())).ifPresent(found::add))
                    .mapEmpty();
        }
        return reading.compose(done -> one(chat, target)).map(row -> {
            row.map(message -> message.with(state)).ifPresent(found::add);
            return new StateChange(chat, epoch, target, state, found);
        });
    }

    private Future<Optional<Entry>> one(ChatId chat, long seq) {
        return read(chat, seq, seq, 1, 1, false)
                .map(page -> page.entries().stream().findFirst());
    }

    /** The edits first: a message that says deleted has no text anywhere. */
    @Override
    public Future<Void> change(StateChange plan) {
        List<Future<Void>> edits = new ArrayList<>();
        List<BoundStatement> message = new ArrayList<>();
        for (Entry entry : plan.emptied()) {
            BoundStatement body = insert(plan.chat(), plan.epoch(), LogLayout.bucketOf(entry.seq()), entry);
            if (entry.seq() == plan.target()) {
                message.add(body);
            } else {
                edits.add(cql.run(body));
            }
        }
        message.add(state(plan.chat(), plan.epoch(), plan.target(), plan.state()));
        return Future.all(edits).compose(emptied -> cql.run(SharedRequest.statement(message)));
    }

    private BoundStatement state(ChatId chat, long epoch, long seq, EntryState state) {
        return statements.bind(
                LogQuery.CHANGE,
                chat.value(),
                LogLayout.bucketOf(seq),
                seq,
                StateBytes.encode(state),
                LogLayout.timestamp(epoch, state.asOf()));
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
