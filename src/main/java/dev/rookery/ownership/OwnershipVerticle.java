package dev.rookery.ownership;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.BusEvent.ShardsMoved;
import dev.rookery.bus.Members;
import dev.rookery.bus.Members.Member;
import dev.rookery.bus.OwnershipRequest.Ping;
import dev.rookery.bus.OwnershipRequest.Pong;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.Role;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
    private final Promise<Void> registered = Promise.promise();
    private final Promise<Void> closed = Promise.promise();
    private final Promise<Void> settled = Promise.promise();
    private final ShardTable table = new ShardTable(Shards.COUNT);
    private final HeldShards held = new HeldShards(Shards.COUNT);
    private final ShardKeeper keeper;
    private final TableRefresh refresh;
    private final Vigil vigil;

    private BusEndpoint.Registration registration = Future::succeededFuture;
    private volatile Supplier<Future<Void>> finishing = Future::succeededFuture;
    private @Nullable Confirmations confirmations;
    private @Nullable ShardAnnouncer announcer;
    /** Of each shard the last change that was to take it from a lost owner. */
    private final Map<Integer, UUID> seizures = new HashMap<>();

    private final Map<Integer, Long> leavingSince = new HashMap<>();
    private long askedAt = System.nanoTime() - ASK_AGAIN.toNanos();
    private boolean leaving;

    /**
     * @param silence after which another chat node is taken for dead
     * @param over completed with a sentence when this node was fenced, or has stepped down: it acks nothing any more and
     *     has to end within a second
     */
    public OwnershipVerticle(
            Members members,
            OwnershipStore store,
            BusClient bus,
            Duration silence,
            MeterRegistry registry,
            Promise<String> over) {
        this.members = members;
        this.store = store;
        this.bus = bus;
        this.meters = new OwnershipMeters(registry);
        this.over = over;
        this.self = members.self().id();
        this.takesShards = members.self().roles().contains(Role.CHAT);
        this.keeper = new ShardKeeper(self, table, ShardKeeper.Limits.STANDARD, UUID::randomUUID, new Effects());
        this.refresh = new TableRefresh(store, this::learn);
        this.vigil = new Vigil(members, store, bus, table, PeerWatch.Limits.of(silence), this::seen);
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
        confirmations = new Confirmations(vertx, store, self, this::sessionOver);
        announcer = new ShardAnnouncer(vertx, bus, this::otherNodes);
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
        if (!takesShards) {
            return address;
        }
        keeper.start();
        return Future.all(address, registered.future());
    }

    @Override
    public Future<?> stop() {
        held.lostAll();
        keeper.stop();
        if (confirmations != null) {
            confirmations.close();
        }
        return registration.close();
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
    public boolean mayFinish(ChatId chat, long epoch) {
        return held.mayFinish(Shards.of(chat), epoch);
    }

    @Override
    public boolean succeedsLostOwner(ChatId chat) {
        return held.isSeized(Shards.of(chat));
    }

    @Override
    public Future<Void> confirm() {
        Promise<Void> confirmed = Promise.promise();
        Context caller = vertx.getOrCreateContext();
        context.runOnContext(begin -> {
            if (confirmations != null) {
                confirmations.confirm(caller, confirmed);
            }
        });
        return confirmed.future();
    }

    @Override
    public void doubt(ChatId chat) {
        refresh.doubt();
    }

    /**
     * Completes once every shard has an owner, as far as this node knows, or after the given time: there is no use in
     * telling clients to come before that. From any thread; never fails.
     */
    public Future<Void> settled(Duration within) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(begin -> {
            long timer = vertx.setTimer(Math.max(1, within.toMillis()), late -> done.tryComplete());
            settled.future().onComplete(all -> {
                vertx.cancelTimer(timer);
                done.tryComplete();
            });
        });
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
            long timer = vertx.setTimer(Math.max(1, within.toMillis()), late -> {
                log.atWarn().addKeyValue("shards", keeper.held()).log("some shards could not be let go in time");
                left.tryComplete();
            });
            closed.future().onComplete(done -> {
                vertx.cancelTimer(timer);
                left.tryComplete();
            });
        });
        return left.future();
    }

    private void tick() {
        keeper.tick();
        refresh.tick();
        if (!settled.future().isComplete() && allOwned()) {
            settled.complete();
        }
    }

    private boolean allOwned() {
        for (int shard = 0; shard < table.size(); shard++) {
            NodeId owner = table.row(shard).owner();
            if (owner == null || vigil.view().suspects().contains(owner)) {
                return false;
            }
        }
        return true;
    }

    private void learn(Collection<ShardRow> rows) {
        table.mergeAll(rows);
        keeper.tick();
    }

    private Set<NodeId> otherNodes() {
        Set<NodeId> nodes = new HashSet<>();
        for (Role role : Role.values()) {
            members.withRole(role).stream().map(Member::id).forEach(nodes::add);
        }
        nodes.remove(self);
        return nodes;
    }

    /** A node that was fenced gives no sign of life any more, or the others would hand it shards that it cannot take. */
    private void look() {
        long now = System.nanoTime();
        if (takesShards && keeper.isRegistered() && now - askedAt >= ASK_AGAIN.toNanos()) {
            askedAt = now;
            confirm().onSuccess(alive -> {
                askedAt = System.nanoTime() - ASK_AGAIN.toNanos();
                vigil.look();
            });
        }
    }

    private void seen(PeerWatch.View view) {
        if (view.stepDown() && !leaving) {
            stepDown(view);
        }
        plan();
    }

    private void plan() {
        PeerWatch.View view = vigil.view();
        List<NodeId> candidates = vigil.serving().stream()
                .filter(node -> !view.suspects().contains(node) && !keeper.knowsEnded(node))
                .toList();
        boolean takeOver = view.majority() && candidates.contains(self);
        keeper.plan(Placement.of(table.size(), candidates), view.suspects(), vigil.ready(), takeOver);
    }

    private void stepDown(PeerWatch.View view) {
        log.atError().addKeyValue("live", view.live()).log("this node reaches only a minority and steps down");
        leave(STEP_DOWN_WITHIN)
                .onComplete(left -> over.tryComplete("this node was cut off from the majority and has to start anew"));
    }

    private void sessionOver(SessionState state) {
        held.lostAll();
        keeper.stop();
        closed.tryComplete();
        if (state == SessionState.FENCED) {
            log.atError().addKeyValue("node", self).log("this node was taken for dead and acks nothing any more");
            over.tryComplete("another node took this one for dead; it has to start anew");
        }
        finishing.get().onFailure(failure -> log.atError().setCause(failure).log("chats could not be given up"));
    }

    private final class Effects implements ShardKeeper.Effects {
        @Override
        public void register(UUID casId) {
            store.register(self, members.self().name(), casId)
                    .onComplete(this::registered, failure -> keeper.registered(null));
        }

        private void registered(SessionState state) {
            keeper.registered(state);
            if (state == SessionState.ALIVE) {
                if (registered.tryComplete()) {
                    look();
                }
            } else {
                registered.tryFail(new IllegalStateException("the session of this node was over before it began"));
            }
        }

        @Override
        public void end(NodeId session, SessionState state, UUID casId) {
            store.end(session, state, casId)
                    .onComplete(after -> ended(session, after), failure -> keeper.ended(session, null));
        }

        private void ended(NodeId session, SessionState state) {
            if (state == SessionState.FENCED && !session.equals(self)) {
                log.atWarn().addKeyValue("node", session).log("node is fenced, its shards are taken over");
                meters.fenced();
            }
            keeper.ended(session, state);
        }

        @Override
        public void readSession(NodeId session) {
            store.session(session)
                    .onComplete(
                            state -> keeper.sessionRead(session, state.orElse(null)),
                            failure -> keeper.sessionRead(session, null));
        }

        @Override
        public void change(ShardRow from, ShardRow to) {
            if (from.owner() != null && to.isOwnedBy(self)) {
                seizures.put(to.shard(), to.casId());
            }
            store.change(from, to).onComplete(row -> keeper.changed(to, row), failure -> keeper.changed(to, null));
        }

        @Override
        public void readShard(int shard) {
            store.shard(shard)
                    .onComplete(row -> keeper.shardRead(shard, row), failure -> keeper.shardRead(shard, null));
        }

        @Override
        public void gained(ShardRow row) {
            held.gained(row.shard(), row.epoch(), row.casId().equals(seizures.remove(row.shard())));
            meters.gained();
            announce(row);
        }

        @Override
        public void drain(ShardRow row) {
            held.leaving(row.shard(), row.epoch());
            leavingSince.put(row.shard(), System.nanoTime());
            finishing
                    .get()
                    .onComplete(finished -> context.runOnContext(back -> {
                        held.lost(row.shard());
                        keeper.drained(row.shard(), row.epoch());
                    }));
        }

        @Override
        public void released(ShardRow row) {
            Long since = leavingSince.remove(row.shard());
            if (since != null) {
                meters.released(Duration.ofNanos(System.nanoTime() - since));
            }
            announce(row);
        }

        @Override
        public void closed() {
            held.lostAll();
            closed.tryComplete();
        }

        private void announce(ShardRow row) {
            if (announcer != null) {
                announcer.announce(row);
            }
        }
    }
}
