package dev.rookery.store.cassandra;

import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.recovery.Losses;
import dev.rookery.store.AccountStore;
import dev.rookery.store.ChatStore;
import dev.rookery.store.CursorStore;
import dev.rookery.store.DeviceStore;
import dev.rookery.store.HistoryIndex;
import dev.rookery.store.HotLists;
import dev.rookery.store.InboxStore;
import dev.rookery.store.KnownAddresses;
import dev.rookery.store.LastSeenStore;
import dev.rookery.store.MarkStore;
import dev.rookery.store.MessageLog;
import dev.rookery.store.OwnershipStore;
import dev.rookery.store.cassandra.chats.CassandraChatStore;
import dev.rookery.store.cassandra.chats.CassandraCursorStore;
import dev.rookery.store.cassandra.chats.CassandraMarkStore;
import dev.rookery.store.cassandra.chats.ChatQuery;
import dev.rookery.store.cassandra.chats.CursorQuery;
import dev.rookery.store.cassandra.chats.MarkQuery;
import dev.rookery.store.cassandra.driver.Access;
import dev.rookery.store.cassandra.driver.Cql;
import dev.rookery.store.cassandra.driver.LightweightTransaction;
import dev.rookery.store.cassandra.driver.OpeningStep;
import dev.rookery.store.cassandra.driver.Statements;
import dev.rookery.store.cassandra.inbox.CassandraHotLists;
import dev.rookery.store.cassandra.inbox.CassandraInboxStore;
import dev.rookery.store.cassandra.inbox.HotListQuery;
import dev.rookery.store.cassandra.inbox.InboxQuery;
import dev.rookery.store.cassandra.log.CassandraHistoryIndex;
import dev.rookery.store.cassandra.log.CassandraMessageLog;
import dev.rookery.store.cassandra.log.HistoryQuery;
import dev.rookery.store.cassandra.log.LogLayout;
import dev.rookery.store.cassandra.log.LogQuery;
import dev.rookery.store.cassandra.ownership.CassandraOwnershipStore;
import dev.rookery.store.cassandra.ownership.OwnershipQuery;
import dev.rookery.store.cassandra.people.AccountQuery;
import dev.rookery.store.cassandra.people.CassandraAccountStore;
import dev.rookery.store.cassandra.people.CassandraDeviceStore;
import dev.rookery.store.cassandra.people.CassandraKnownAddresses;
import dev.rookery.store.cassandra.people.CassandraLastSeen;
import dev.rookery.store.cassandra.people.DeviceQuery;
import dev.rookery.store.cassandra.people.KnownAddressQuery;
import dev.rookery.store.cassandra.people.LastSeenQuery;
import dev.rookery.store.cassandra.schema.SchemaException;
import dev.rookery.store.cassandra.schema.SchemaMigrator;
import dev.rookery.store.cassandra.schema.SchemaStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One session with Cassandra and the stores on it. Safe to use from any thread; results come back on the Vert.x context of
 * the caller. Reads and writes are at LOCAL_QUORUM, lightweight transactions at LOCAL_SERIAL.
 */
public final class CassandraStores {
    /** How long a node that starts waits for a Cassandra that starts too. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final CassandraConnection connection;
    private final AccountStore accounts;
    private final DeviceStore devices;
    private final KnownAddresses addresses;
    private final ChatStore chats;
    private final MessageLog log;
    private final HistoryIndex history;
    private final OwnershipStore ownership;
    private final CursorStore cursors;
    private final InboxStore inbox;
    private final HotLists hotLists;
    private final LastSeenStore lastSeen;
    private final MarkStore marks;

    private CassandraStores(
            CassandraConnection connection,
            AccountStore accounts,
            DeviceStore devices,
            KnownAddresses addresses,
            ChatStore chats,
            MessageLog log,
            HistoryIndex history,
            OwnershipStore ownership,
            CursorStore cursors,
            InboxStore inbox,
            HotLists hotLists,
            LastSeenStore lastSeen,
            MarkStore marks) {
        this.connection = connection;
        this.accounts = accounts;
        this.devices = devices;
        this.addresses = addresses;
        this.chats = chats;
        this.log = log;
        this.history = history;
        this.ownership = ownership;
        this.cursors = cursors;
        this.inbox = inbox;
        this.hotLists = hotLists;
        this.lastSeen = lastSeen;
        this.marks = marks;
    }

    /**
     * Connects, brings the schema up to date or checks it, and prepares every statement. Fails with
     * {@link CassandraStartException} or {@link SchemaException}, whose message says what to do.
     */
    public static Future<CassandraStores> open(Vertx vertx, CassandraConfig config) {
        return open(vertx, config, step -> {});
    }

    /** @param progress told when a step begins, on any thread; more than once if it has to begin again */
    public static Future<CassandraStores> open(Vertx vertx, CassandraConfig config, Consumer<OpeningStep> progress) {
        return open(vertx, config, PATIENCE, progress);
    }

    static Future<CassandraStores> open(
            Vertx vertx, CassandraConfig config, Duration patience, Consumer<OpeningStep> progress) {
        progress.accept(OpeningStep.CONNECTING);
        return CassandraConnection.use(vertx, config, patience, connection -> {
            progress.accept(OpeningStep.SCHEMA);
            return schema(connection, config.applySchema())
                    .compose(current -> commitWindow(connection.cql()))
                    .compose(CassandraStores::requireCommitWindow)
                    .compose(checked -> prepare(connection))
                    .onFailure(failure -> progress.accept(OpeningStep.CONNECTING));
        });
    }

    private static Future<SchemaStatus> schema(CassandraConnection connection, boolean apply) {
        SchemaMigrator migrator = connection.migrator();
        if (apply) {
            return migrator.apply();
        }
        return migrator.status()
                .compose(status -> status.complete()
                        ? Future.succeededFuture(status)
                        : Future.failedFuture(new SchemaException("Keyspace " + status.keyspace() + " lacks "
                                + String.join(", ", status.pending()) + ": run `rookery schema apply` first")));
    }

    private static Future<Optional<Long>> commitWindow(Cql cql) {
        return cql.first(cql.statement(
                        Access.READ, "SELECT value FROM ${keyspace}.settings WHERE name = 'commit_window'"))
                .map(row -> row.map(found -> found.getLong("value")));
    }

    private static Future<Void> requireCommitWindow(Optional<Long> stored) {
        return stored.filter(window -> window == LogLayout.COMMIT_WINDOW).isPresent()
                ? Future.succeededFuture()
                : Future.failedFuture(new SchemaException("The schema has a commit window of "
                        + stored.map(String::valueOf).orElse("unknown size") + ", this version of Rookery works with "
                        + LogLayout.COMMIT_WINDOW + ": run the version that the cluster runs"));
    }

    private static Future<CassandraStores> prepare(CassandraConnection connection) {
        Cql cql = connection.cql();
        LightweightTransaction transactions = connection.transactions();
        Future<Statements<AccountQuery>> accounts = cql.prepare(AccountQuery.class);
        Future<Statements<DeviceQuery>> devices = cql.prepare(DeviceQuery.class);
        Future<Statements<KnownAddressQuery>> addresses = cql.prepare(KnownAddressQuery.class);
        Future<Statements<ChatQuery>> chats = cql.prepare(ChatQuery.class);
        Future<Statements<LogQuery>> log = cql.prepare(LogQuery.class);
        Future<Statements<HistoryQuery>> history = cql.prepare(HistoryQuery.class);
        Future<Statements<OwnershipQuery>> ownership = cql.prepare(OwnershipQuery.class);
        Future<Statements<CursorQuery>> cursors = cql.prepare(CursorQuery.class);
        Future<Statements<InboxQuery>> inbox = cql.prepare(InboxQuery.class);
        Future<Statements<HotListQuery>> hotLists = cql.prepare(HotListQuery.class);
        Future<Statements<LastSeenQuery>> lastSeen = cql.prepare(LastSeenQuery.class);
        Future<Statements<MarkQuery>> marks = cql.prepare(MarkQuery.class);
        return Future.all(List.of(
                        accounts, devices, addresses, chats, log, history, ownership, cursors, inbox, hotLists,
                        lastSeen, marks))
                .map(all -> new CassandraStores(
                        connection,
                        new CassandraAccountStore(cql, transactions, accounts.result()),
                        new CassandraDeviceStore(cql, transactions, devices.result()),
                        new CassandraKnownAddresses(cql, addresses.result()),
                        new CassandraChatStore(cql, transactions, chats.result()),
                        new CassandraMessageLog(cql, log.result()),
                        new CassandraHistoryIndex(cql, history.result()),
                        new CassandraOwnershipStore(cql, ownership.result()),
                        new CassandraCursorStore(cql, cursors.result()),
                        new CassandraInboxStore(cql, inbox.result()),
                        new CassandraHotLists(cql, hotLists.result()),
                        new CassandraLastSeen(cql, lastSeen.result()),
                        new CassandraMarkStore(cql, marks.result())));
    }

    public AccountStore accounts() {
        return accounts;
    }

    public DeviceStore devices() {
        return devices;
    }

    public KnownAddresses knownAddresses() {
        return addresses;
    }

    public ChatStore chats() {
        return chats;
    }

    public MessageLog log() {
        return log;
    }

    public HistoryIndex history() {
        return history;
    }

    public OwnershipStore ownership() {
        return ownership;
    }

    public CursorStore cursors() {
        return cursors;
    }

    public InboxStore inbox() {
        return inbox;
    }

    public HotLists hotLists() {
        return hotLists;
    }

    public LastSeenStore lastSeen() {
        return lastSeen;
    }

    public MarkStore marks() {
        return marks;
    }

    /** Notices when a node of Cassandra is out of reach; whoever stores messages mends. */
    public Losses losses() {
        return connection.losses();
    }

    /** Succeeds if a quorum answers: a read such as every request needs. */
    public Future<Void> check() {
        return commitWindow(connection.cql()).mapEmpty();
    }

    public Future<Void> close() {
        return connection.close();
    }
}
