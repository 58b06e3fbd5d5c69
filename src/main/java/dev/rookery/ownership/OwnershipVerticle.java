package dev.rookery.ownership;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.async.Deadline;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.BusEvent.ShardsMoved;
import dev.rookery.bus.message.OwnershipRequest.Ping;
import dev.rookery.bus.message.OwnershipRequest.Pong;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.ConfirmGate;
import dev.rookery.ownership.machine.PeerWatch;
import dev.rookery.ownership.machine.Placement;
import dev.rookery.ownership.machine.ShardKeeper;
import dev.rookery.ownership.machine.ShardTable;
import dev.rookery.ownership.machine.Shards;
import dev.rookery.recovery.Losses;
import dev.rookery.store.OwnershipStore;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import dev.rookery.telemetry.OwnershipMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ownership on one node: drives {@link ShardKeeper}, {@link PeerWatch} and {@link ConfirmGate} with the real store, bus
 * and clock. Every node has one, for the table of owners; only chat nodes have a session and take shards.
 */
public final class OwnershipVerticle extends VerticleBase implements ChatOwnership {
    private static final Logger log = LoggerFactory.getLogger(OwnershipVerticle.class);
    private static final long LOOK_MS = 500;
    private static final long TICK_MS = 100;
    /** Whatever became of the question before, a node does not fall silent over it. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private static final Duration STEP_DOWN_WITHIN = Duration.ofSeconds(2);

    private final Members members;
    private final OwnershipStore store;
    private final BusClient bus;
    private final OwnershipMeters meters;
    private final NodeId self;
    private final boolean takesShards;
    private final Promise<String> over;
    private final ShardTable table = new ShardTable(Shards.COUNT);
    private final HeldShards held = new HeldShards(Shards.COUNT);
    private final Settled settled;
    private final ShardMoves moves;
    private final ShardKeeper keeper;
    private final TableRefresh refresh;
    private final Vigil vigil;

    private BusEndpoint.Registration registration = Future::succeededFuture;
    private volatile Supplier<Future<Void>> finishing = Future::succeededFuture;
    private final Losses losses;
    private @Nullable Confirmations confirmations;
    /** Of this node alone: it goes on while the store has to be mended. */
    private @Nullable Confirmations lifeSigns;

    private @Nullable ShardAnnouncer announcer;
    private long askedAt = System.nanoTime() - ASK_AGAIN.toNanos();
    private Placement wanted = Placement.of(Shards.COUNT, List.of());
    private boolean leaving;

    /**
     * @param losses of the store: what they took has to be mended before anything is confirmed or let go
     * @param config with the silence after which another chat node is taken for dead
     * @param over completed with a sentence when this node was fenced, or has stepped down: it acks nothing any more and
     *     has to end within a second
     */
    public OwnershipVerticle(
            Members members,
            OwnershipStore store,
            Losses losses,
            BusClient bus,
            ClusterConfig config,
            MeterRegistry registry,
            Promise<String> over) {
        this.members = members;
        this.store = store;
        this.losses = losses;
        this.bus = bus;
        this.meters = new OwnershipMeters(registry);
        this.over = over;
        this.self = members.self().id();
        this.settled = new Settled(self, table);
        this.takesShards = members.self().roles().contains(NodeRole.CHAT);
        this.moves = new ShardMoves(members.self(), store, table, held, meters, this::finishLeaving, this::announce);
        this.keeper = moves.keeper();
        this.refresh = new TableRefresh(store::shards, this::learn, System::nanoTime);
        this.vigil = new Vigil(members, store, bus, table, config, this::seen);
    }

    /**
     * @param action called whenever something may not be begun ({@link #epochOf}) or finished ({@link #mayFinish}) any more;
     *     completes when no chat works on anything that may not be begun. From any thread
     */
    public void onLettingGo(Supplier<Future<Void>> action) {
        finishing = action;
    }

    /** Completes when the node has its session and its address is known. */
    @Override
    public Future<?> start() {
        Confirmations confirming = new Confirmations(vertx, store, self, losses, this::sessionOver);
        confirmations = confirming;
        losses.onChange(() -> context.runOnContext(change -> confirming.look()));
        confirming.look();
        lifeSigns = new Confirmations(vertx, store, self, new Losses(), this::sessionOver);
        announcer = new ShardAnnouncer(vertx, bus, members);
        meters.observe(held::count, vigil::suspectedOwners);
        vertx.setPeriodic(LOOK_MS, timer -> look());
        vertx.setPeriodic(TICK_MS, timer -> tick());
        members.onChange(() -> context.runOnContext(change -> plan()));
        refresh.tick();
        Future<BusEndpoint.Registration> address = new BusEndpoint(BusAddress.ownership(self))
                .onRequest(Ping.class, ping -> Future.succeededFuture(new Pong()))
                .onEvent(ShardsMoved.class, news -> learn(ShardAnnouncer.rows(news)))
                .open(vertx)
                .onSuccess(open -> registration = open);
        Future<?> lifeline = vigil.start(vertx);
        if (!takesShards) {
            return Future.all(address, lifeline);
        }
        keeper.start();
        return Future.all(address, lifeline, moves.whenRegistered().onSuccess(registered -> look()));
    }

    @Override
    public Future<?> stop() {
        moves.stop();
        confirmNothing();
        return Future.join(registration.close(), vigil.stop());
    }

    @Override
    public Optional<NodeId> ownerOf(ChatId chat) {
        return table.row(Shards.of(chat)).ownedBy();
    }

    @Override
    public Optional<Long> epochOf(ChatId chat) {
        return held.epoch(Shards.of(chat));
    }

    @Override
    public Map<Integer, Long> shards() {
        return held.all();
    }

    @Override
    public boolean mayFinish(int shard, long epoch) {
        return held.mayFinish(shard, epoch);
    }

    @Override
    public boolean succeedsLostOwner(ChatId chat) {
        return held.isSeized(Shards.of(chat));
    }

    @Override
    public Future<Void> confirm() {
        return confirmed(() -> confirmations);
    }

    private Future<Void> confirmed(Supplier<@Nullable Confirmations> by) {
        Promise<Void> confirmed = Promise.promise();
        Context caller = vertx.getOrCreateContext();
        context.runOnContext(begin -> {
            Confirmations confirming = by.get();
            if (confirming != null) {
                confirming.confirm(caller, confirmed);
            }
        });
        return confirmed.future();
    }

    @Override
    public void doubt(ChatId chat) {
        refresh.doubt();
    }

    /**
     * Completes once every shard has an owner, and this node its share, as far as it knows, or after the given time: there
     * is no use in telling clients to come before that, nor in restarting the next node. From any thread; never fails.
     */
    public Future<Void> settled(Duration within) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(
                begin -> Deadline.within(vertx, within, settled.future()).onComplete(allOrLate -> done.complete()));
        return done.future();
    }

    /**
     * Lets every shard go and closes the session; to be called when the node is off the roster, so that others take what
     * becomes free. After the given time the rest is left to be fenced. From any thread; never fails.
     */
    public Future<Void> leave(Duration within) {
        if (!takesShards) {
            return Future.succeededFuture();
        }
        Promise<Void> left = Promise.promise();
        context.runOnContext(begin -> {
            leaving = true;
            keeper.leave();
            Deadline.within(vertx, within, moves.whenClosed())
                    .onFailure(late -> log.atWarn()
                            .addKeyValue("shards", keeper.held())
                            .log("some shards could not be let go in time"))
                    .onComplete(closedOrLate -> left.complete());
        });
        return left.future();
    }

    private void tick() {
        keeper.tick();
        refresh.tick();
        settled.check(wanted, vigil.view().suspects());
    }

    @CanIgnoreReturnValue
    private boolean learn(Collection<ShardRow> rows) {
        boolean news = table.mergeAll(rows);
        keeper.tick();
        return news;
    }

    /** A node that was fenced gives no sign of life any more, or the others would hand it shards that it cannot take. */
    private void look() {
        vigil.tick();
        if (!takesShards) {
            vigil.look();
            return;
        }
        long now = System.nanoTime();
        if (keeper.isRegistered() && now - askedAt >= ASK_AGAIN.toNanos()) {
            askedAt = now;
            confirmed(() -> lifeSigns).onSuccess(alive -> {
                askedAt = System.nanoTime() - ASK_AGAIN.toNanos();
                vigil.look();
            });
        }
    }

    private void seen(PeerWatch.View view) {
        if (!leaving) {
            view.defect().ifPresent(defect -> stepDown(defect, view.live()));
        }
        plan();
    }

    private void plan() {
        PeerWatch.View view = vigil.view();
        List<NodeId> candidates = vigil.serving().stream()
                .filter(node -> !view.suspects().contains(node) && !keeper.knowsEnded(node))
                .toList();
        boolean takeOver = view.majority() && candidates.contains(self);
        wanted = Placement.of(table.size(), candidates);
        keeper.plan(wanted, view.suspects(), vigil.ready(), takeOver);
    }

    private void stepDown(PeerWatch.Defect defect, Set<NodeId> live) {
        leaving = true;
        log.atError().addKeyValue("live", live).addKeyValue("reason", defect).log("this node steps down");
        leave(STEP_DOWN_WITHIN).onComplete(left -> over.tryComplete(sentence(defect)));
    }

    private static String sentence(PeerWatch.Defect defect) {
        return switch (defect) {
            case CUT_OFF -> "this node was cut off from the majority and has to start anew";
            case TORN -> "this node and another cannot reach each other, and it is the one that has to start anew";
            case SPLIT -> "the event bus does not connect this node with others that live; it has to start anew";
        };
    }

    private void confirmNothing() {
        if (confirmations != null) {
            confirmations.close();
        }
        if (lifeSigns != null) {
            lifeSigns.close();
        }
    }

    private void sessionOver(SessionState state) {
        confirmNothing();
        moves.over();
        if (state == SessionState.FENCED) {
            log.atError().addKeyValue("node", self).log("this node was taken for dead and acks nothing any more");
            over.tryComplete("another node took this one for dead; it has to start anew");
        }
        finishing.get().onFailure(failure -> log.atError().setCause(failure).log("chats could not be given up"));
    }

    /** Whoever takes a shard over reads what is stored: all that was acknowledged has to be there. */
    private Future<Void> finishLeaving() {
        Promise<Void> finished = Promise.promise();
        finishing.get().onComplete(done -> context.runOnContext(back -> finished.complete()));
        return finished.future().compose(done -> whole());
    }

    private Future<Void> whole() {
        return losses.isWhole()
                ? Future.succeededFuture()
                : vertx.timer(TICK_MS, TimeUnit.MILLISECONDS).compose(later -> whole());
    }

    private void announce(ShardRow row) {
        if (announcer != null) {
            announcer.announce(row);
        }
    }
}
