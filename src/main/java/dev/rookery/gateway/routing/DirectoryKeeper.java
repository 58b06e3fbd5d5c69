package dev.rookery.gateway.routing;

import dev.rookery.bus.message.BusEvent.DirectoryStanding;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import dev.rookery.telemetry.GatewayMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the session directory in step with who is connected to this node, and finds out when it is not. One operation is
 * under way at a time, so changes of a user never overtake each other, and those that come meanwhile share the next batch.
 *
 * <p>The directory may fail, answer late, lose what it had or go back to an older state. Whenever this node can't be sure
 * that all of its users stand there, it says so to the chat nodes over the bus, is sent everything from then on, and writes
 * what is missing from the next {@link #tick} on. Lives on one context.
 */
public final class DirectoryKeeper {
    private static final Logger log = LoggerFactory.getLogger(DirectoryKeeper.class);
    private static final int BATCH = 500;
    /** Users whose entry may be wrong that are remembered one by one; beyond that everybody is written. */
    static final int MAX_CHANGES = 100_000;
    /** Users named to the chat nodes; beyond that all are meant. */
    static final int MAX_MISSED = 5_000;

    private static final Duration REFRESH = Duration.ofHours(6);
    /** So long nobody waits for the directory. */
    static final Duration PATIENCE = Duration.ofSeconds(1);
    /** In which everybody's entry is looked at once; a promise of half a minute has to hold on a bad day. */
    static final Duration ROUND = Duration.ofSeconds(20);
    /** How far back an entry may have been missing that is. */
    static final Duration WINDOW = Duration.ofSeconds(30);

    private final Executor context;
    private final SessionDirectory directory;
    private final NodeId self;
    private final GatewayMeters meters;
    private final Consumer<DirectoryStanding> announce;
    private final LongSupplier nanos;

    private final Standing standing;
    private final Rota present = new Rota();
    /** Users whose entry may differ from {@link #present}, and who waits until it does not. */
    private final Map<UserId, Promise<Void>> changes = new LinkedHashMap<>();
    /** Who waits for the write under way. */
    private List<Promise<Void>> waiting = List.of();
    /** Whom a registration of everybody has still to write. */
    private final Deque<UserId> backlog = new ArrayDeque<>();
    /** Whose entries were not there. */
    private final List<UserId> missing = new ArrayList<>();

    private boolean busy;
    private boolean stopped;
    /** Nothing is tried before the next tick. */
    private boolean halted = true;

    private boolean checkDue;
    private long busySince;
    private long rightAt;
    private long registeredAt;
    private long lastTick;
    /** The last mark that is surely there, and the last that may be. */
    private long mark = SessionDirectory.NO_MARK;

    private long triedMark = SessionDirectory.NO_MARK;
    private String reason = "";

    /**
     * @param context runs what follows an answer of the directory, one at a time
     * @param announce tells every chat node
     */
    public DirectoryKeeper(
            Executor context,
            SessionDirectory directory,
            NodeId self,
            GatewayMeters meters,
            Consumer<DirectoryStanding> announce,
            LongSupplier nanos) {
        this.context = context;
        this.directory = directory;
        this.self = self;
        this.meters = meters;
        this.announce = announce;
        this.nanos = nanos;
        this.standing = new Standing(self);
        this.lastTick = nanos.getAsLong();
        this.registeredAt = lastTick;
        this.rightAt = lastTick;
    }

    /** Completes when the user is registered, or this node is sent everything anyway; never fails. */
    public Future<Void> add(UserId user) {
        present.add(user);
        return stopped ? Future.succeededFuture() : change(user);
    }

    public void remove(UserId user) {
        present.remove(user);
        // An entry that names this node in vain does no harm.
        if (!stopped && changes.size() < MAX_CHANGES) {
            change(user).onComplete(written -> {});
        }
    }

    /** Checks, repairs and says how things stand; to be called at the start and then once a second. */
    public void tick() {
        if (stopped) {
            return;
        }
        long now = nanos.getAsLong();
        if (busy && now - busySince > PATIENCE.toNanos()) {
            doubt("the session directory does not answer");
        }
        if (standing.isSettled() && now - registeredAt > REFRESH.toNanos()) {
            registerAll(now);
        }
        tellMissing(now);
        present.grant(Duration.ofNanos(now - lastTick), ROUND);
        lastTick = now;
        halted = false;
        checkDue = true;
        say();
        workOn();
    }

    /** Takes this node out of the directory, if that is possible. */
    public Future<Void> stop() {
        stopped = true;
        release();
        return directory.forget(self).otherwiseEmpty();
    }

    private Future<Void> change(UserId user) {
        if (changes.size() >= MAX_CHANGES) {
            doubt("more users come and go than the session directory takes");
            changes.clear();
            registerAll(nanos.getAsLong());
        }
        Promise<Void> written = changes.computeIfAbsent(user, unseen -> Promise.promise());
        if (!standing.isSettled()) {
            written.tryComplete();
        }
        workOn();
        return written.future();
    }

    private void registerAll(long now) {
        registeredAt = now;
        backlog.clear();
        present.forEach(backlog::add);
    }

    private void workOn() {
        if (busy || stopped || halted) {
            return;
        }
        if (checkDue) {
            checkDue = false;
            write(List.of(), List.of());
        } else if (!changes.isEmpty()) {
            List<UserId> users = changes.keySet().stream().limit(BATCH).toList();
            write(users, users.stream().map(changes::remove).toList());
        } else if (!backlog.isEmpty()) {
            write(
                    Stream.generate(backlog::remove)
                            .limit(Math.min(BATCH, backlog.size()))
                            .toList(),
                    List.of());
        } else if (!standing.isSettled()) {
            settle();
        } else if (present.hasDue()) {
            confirm(present.next(BATCH));
        }
    }

    private void settle() {
        standing.settle();
        reason = "";
        log.atInfo().addKeyValue("users", present.size()).log("session directory has every user of this node");
        say();
        workOn();
    }

    /** Writes who of these users is here and who is not, and with it a mark that says so. */
    private void write(List<UserId> users, List<Promise<Void>> theirs) {
        waiting = theirs;
        List<UserId> here = users.stream().filter(present::contains).toList();
        List<UserId> gone =
                users.stream().filter(user -> !present.contains(user)).toList();
        long next = ++triedMark;
        long began = nanos.getAsLong();
        run(
                directory.write(self, here, gone, next),
                found -> {
                    boolean forgotten = found < mark;
                    mark = next;
                    if (forgotten) {
                        doubt("the session directory has lost what it had");
                        registerAll(began);
                    } else {
                        rightAt = began;
                    }
                    theirs.forEach(Promise::tryComplete);
                },
                failure -> {
                    doubt(String.valueOf(failure.getMessage()));
                    theirs.forEach(Promise::tryComplete);
                    users.forEach(user -> changes.computeIfAbsent(user, unseen -> done()));
                });
    }

    private static Promise<Void> done() {
        Promise<Void> done = Promise.promise();
        done.complete();
        return done;
    }

    private void confirm(List<UserId> users) {
        run(
                directory.confirm(self, users),
                missed -> missed.stream().filter(present::contains).forEach(missing::add),
                failure -> {
                    doubt(String.valueOf(failure.getMessage()));
                    users.forEach(user -> changes.computeIfAbsent(user, unseen -> done()));
                });
    }

    private void tellMissing(long now) {
        if (!missing.isEmpty()) {
            meters.directoryLost(missing.size());
            log.atWarn().addKeyValue("users", missing.size()).log("session directory had lost entries");
            standing.missed(now - WINDOW.toNanos(), missing.size() > MAX_MISSED ? List.of() : List.copyOf(missing));
            missing.clear();
        }
    }

    /** Everybody is told before anybody who waits goes on. */
    private void doubt(String why) {
        boolean news = standing.isSettled();
        standing.doubt(rightAt);
        if (news) {
            say();
            release();
        }
        if (!why.equals(reason)) {
            reason = why;
            meters.directoryFailed();
            log.atWarn()
                    .addKeyValue("cause", why)
                    .addKeyValue("users", present.size())
                    .log("session directory can't be relied on, this node asks for every delivery");
        }
    }

    /** Nobody has to wait while this node is sent everything. */
    private void release() {
        waiting.forEach(Promise::tryComplete);
        changes.values().forEach(Promise::tryComplete);
    }

    private void say() {
        announce.accept(standing.word(mark, nanos.getAsLong()));
    }

    private <T> void run(Future<T> operation, Consumer<T> succeeded, Consumer<Throwable> failed) {
        busy = true;
        busySince = nanos.getAsLong();
        operation.onComplete(result -> context.execute(() -> {
            busy = false;
            if (result.succeeded()) {
                succeeded.accept(result.result());
            } else {
                halted = true;
                failed.accept(result.cause());
            }
            workOn();
        }));
    }
}
