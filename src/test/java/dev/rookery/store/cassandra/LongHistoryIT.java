package dev.rookery.store.cassandra;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.rookery.domain.Entry;
import dev.rookery.store.MessageLog;
import dev.rookery.store.MessageLog.Page;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.DriverSettings;
import dev.rookery.store.cassandra.log.CassandraMessageLog;
import dev.rookery.store.cassandra.log.LogQuery;
import dev.rookery.testkit.Notes;
import io.vertx.cassandra.CassandraClient;
import io.vertx.cassandra.CassandraClientOptions;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a page of a log of thousands of entries costs, counted in statements and rows. */
class LongHistoryIT {
    private static final int ENTRIES = 6_250;
    private static final int PAGE = 50;

    private static final AtomicInteger statements = new AtomicInteger();
    private static final AtomicInteger rows = new AtomicInteger();
    private static final SampleEntries entries = new SampleEntries();
    private static OpenStores open;
    private static CassandraClient client;
    private static MessageLog log;

    @BeforeAll
    static void writeALongLog() {
        open = new OpenStores();
        client = CassandraClient.create(
                open.vertx(), new CassandraClientOptions(DriverSettings.session(open.vertx(), open.config())));
        // The client can't make two connections at once.
        await(client.metadata());
        Cql cql = new Cql(counted(client), open.config().keyspace());
        log = new CassandraMessageLog(cql, await(cql.prepare(LogQuery.class)));
        List<Entry> all = entries.range(1, ENTRIES);
        for (int from = 0; from < ENTRIES; from += 250) {
            await(log.append(entries.chat(), 1, all.subList(from, from + 250)));
        }
    }

    @AfterAll
    static void close() {
        await(client.close());
        open.close();
    }

    @Test
    void theOldestPageTakesAsManyStatementsAndRowsAsTheNewest() {
        Cost newest = cost(ENTRIES - PAGE + 1, true);
        for (long from : new long[] {1, 301, 2_500, 4_100, 5_800}) {
            assertThat(cost(from, true)).as("newest first from %d", from).isEqualTo(newest);
            assertThat(cost(from, false)).as("oldest first from %d", from).isEqualTo(newest);
        }
        assertThat(newest).isEqualTo(new Cost(2, PAGE));
    }

    @Test
    void aPageOverTheEdgeOfABucketTakesOneStatementMoreForIt() {
        Cost edge = cost(1_975, true);

        assertThat(edge.rows).isEqualTo(PAGE);
        assertThat(edge.statements).isLessThanOrEqualTo(4);
        assertThat(edge).isEqualTo(cost(4_975, true));
    }

    private record Cost(int statements, int rows) {}

    private static Cost cost(long from, boolean newestFirst) {
        long[] nanos = new long[5];
        Cost cost = new Cost(0, 0);
        for (int i = 0; i < nanos.length; i++) {
            statements.set(0);
            rows.set(0);
            long began = System.nanoTime();
            Page page = await(log.read(entries.chat(), from, from + PAGE - 1, PAGE, 1 << 20, newestFirst));
            nanos[i] = System.nanoTime() - began;
            assertThat(page.entries()).hasSize(PAGE);
            cost = new Cost(statements.get(), rows.get());
        }
        Arrays.sort(nanos);
        Notes.note(
                "page from %d of %d: %d statements, %d rows, %d us",
                from, ENTRIES, cost.statements, cost.rows, nanos[nanos.length / 2] / 1_000);
        return cost;
    }

    /** The same client, with a look at what goes through it. */
    private static CassandraClient counted(CassandraClient real) {
        return (CassandraClient) Proxy.newProxyInstance(
                LongHistoryIT.class.getClassLoader(), new Class<?>[] {CassandraClient.class}, (proxy, method, args) -> {
                    boolean query = args != null && args.length == 1 && args[0] instanceof Statement<?>;
                    if (query) {
                        statements.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(real, args);
                        return query && method.getName().equals("executeWithFullFetch")
                                ? ((Future<?>) result).map(LongHistoryIT::countRows)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Object countRows(Object result) {
        @SuppressWarnings("unchecked")
        List<Row> found = (List<Row>) result;
        rows.addAndGet(found.size());
        return found;
    }
}
