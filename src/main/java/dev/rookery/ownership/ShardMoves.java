package dev.rookery.ownership;

import dev.rookery.cluster.Members.Member;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.ShardKeeper;
import dev.rookery.ownership.machine.ShardTable;
import dev.rookery.store.OwnershipStore;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import dev.rookery.telemetry.OwnershipMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the {@link ShardKeeper} of a node: carries out its changes at the store, says what the node may do with each
 * shard, and has chats finished before their shard is let go. On one event loop only.
 */
final class ShardMoves implements ShardKeeper.Effects {
    private static final Logger log = LoggerFactory.getLogger(ShardMoves.class);

    private final Member self;
    private final OwnershipStore store;
    private final HeldShards held;
    private final OwnershipMeters meters;
    private final Supplier<Future<Void>> finishing;
    private final Consumer<ShardRow> announce;
    private final ShardKeeper keeper;
    private final Promise<Void> registered = Promise.promise();
    private final Promise<Void> closed = Promise.promise();
    /** Of each shard the last change that was to take it from a lost owner. */
    private final Map<Integer, UUID> seizures = new HashMap<>();

    private final Map<Integer, Long> leavingSince = new HashMap<>();

    /**
     * @param finishing has every chat finished in which nothing may be begun any more; completes on this event loop
     * @param announce tells the other nodes of a change that is made
     */
    ShardMoves(
            Member self,
            OwnershipStore store,
            ShardTable table,
            HeldShards held,
            OwnershipMeters meters,
            Supplier<Future<Void>> finishing,
            Consumer<ShardRow> announce) {
        this.self = self;
        this.store = store;
        this.held = held;
        this.meters = meters;
        this.finishing = finishing;
        this.announce = announce;
        this.keeper = new ShardKeeper(self.id(), table, ShardKeeper.Limits.STANDARD, UUID::randomUUID, this);
    }

    ShardKeeper keeper() {
        return keeper;
    }

    /** Completes when the node has its session; fails if that was over before it began. */
    Future<Void> whenRegistered() {
        return registered.future();
    }

    /** Completes when every shard is let go and the session is closed, or over for another reason. */
    Future<Void> whenClosed() {
        return closed.future();
    }

    /** The session is over: nothing may be done any more. */
    void stop() {
        held.lostAll();
        keeper.stop();
    }

    /** The session is over, and nobody has to wait for its end. */
    void over() {
        stop();
        closed.tryComplete();
    }

    // The own session, and those of others.

    @Override
    public void register(UUID casId) {
        store.register(self.id(), self.name(), casId).onComplete(this::sessionMade, failure -> keeper.registered(null));
    }

    private void sessionMade(SessionState state) {
        keeper.registered(state);
        if (state == SessionState.ALIVE) {
            registered.tryComplete();
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
        if (state == SessionState.FENCED && !session.equals(self.id())) {
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
    public void closed() {
        held.lostAll();
        closed.tryComplete();
    }

    // Shards.

    @Override
    public void change(ShardRow from, ShardRow to) {
        if (from.owner() != null && to.isOwnedBy(self.id())) {
            seizures.put(to.shard(), to.casId());
        }
        store.change(from, to).onComplete(row -> keeper.changed(to, row), failure -> keeper.changed(to, null));
    }

    @Override
    public void readShard(int shard) {
        store.shard(shard).onComplete(row -> keeper.shardRead(shard, row), failure -> keeper.shardRead(shard, null));
    }

    @Override
    public void gained(ShardRow row) {
        held.gained(row.shard(), row.epoch(), row.casId().equals(seizures.remove(row.shard())));
        meters.gained();
        announce.accept(row);
    }

    @Override
    public void drain(ShardRow row) {
        held.leaving(row.shard(), row.epoch());
        leavingSince.put(row.shard(), System.nanoTime());
        finishing.get().onComplete(finished -> {
            held.lost(row.shard());
            keeper.drained(row.shard(), row.epoch());
        });
    }

    @Override
    public void released(ShardRow row) {
        Long since = leavingSince.remove(row.shard());
        if (since != null) {
            meters.released(Duration.ofNanos(System.nanoTime() - since));
        }
        announce.accept(row);
    }
}
