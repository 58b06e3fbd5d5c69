package dev.rookery.ownership.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.NodeId;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One node's shards, step by step; what comes of it among several is the simulator's business. */
class ShardKeeperTest {
    private static final NodeId SELF = node(1);
    private static final NodeId OTHER = node(2);
    private static final UUID ANY = new UUID(9, 9);

    private final ShardTable table = new ShardTable(1);
    private final Recorder asked = new Recorder();
    private final ShardKeeper keeper =
            new ShardKeeper(SELF, table, ShardKeeper.Limits.STANDARD, UUID::randomUUID, asked);

    private static NodeId node(long id) {
        return new NodeId(new UUID(0, id));
    }

    private void begin() {
        keeper.start();
        keeper.registered(SessionState.ALIVE);
    }

    private void wants(NodeId owner, Set<NodeId> gone) {
        keeper.plan(Placement.of(1, List.of(owner)), gone, Set.of(OTHER), true);
    }

    /** Makes the last change that was asked for. */
    @CanIgnoreReturnValue
    private ShardRow make() {
        ShardRow to = asked.change();
        keeper.changed(to, to);
        return to;
    }

    @Test
    void nothingIsTakenBeforeTheSessionIsKnownToBeMade() {
        keeper.start();
        wants(SELF, Set.of());
        keeper.registered(null);
        assertThat(asked.changes).isEmpty();

        keeper.registered(SessionState.ALIVE);
        assertThat(asked.changes).hasSize(1);
        assertThat(asked.registrations).hasSize(2).allMatch(asked.registrations.get(0)::equals);
    }

    @Test
    void aFreeShardIsOursOnceTheChangeIsKnownToBeMade() {
        begin();
        wants(SELF, Set.of());
        assertThat(keeper.epochOf(0)).isEmpty();

        ShardRow row = make();

        assertThat(row.epoch()).isEqualTo(ShardRow.FIRST_EPOCH + 1);
        assertThat(asked.gained).containsExactly(row);
        assertThat(keeper.epochOf(0)).contains(row.epoch());
    }

    @Test
    void aShardOfALivingNodeIsNotTouched() {
        begin();
        table.mergeAll(List.of(ShardRow.untouched(0).takenBy(OTHER, ANY)));
        wants(SELF, Set.of());

        assertThat(asked.changes).isEmpty();
        assertThat(asked.ended).isEmpty();
    }

    @Test
    void aShardOfADeadNodeIsTakenOnlyAfterItsSessionWasReadAsOver() {
        begin();
        table.mergeAll(List.of(ShardRow.untouched(0).takenBy(OTHER, ANY)));
        wants(SELF, Set.of(OTHER));
        keeper.tick();
        assertThat(asked.ended).containsExactly(OTHER);

        keeper.ended(OTHER, SessionState.FENCED);
        assertThat(asked.changes).isEmpty();
        keeper.sessionRead(OTHER, null);
        keeper.tick();
        assertThat(asked.changes).isEmpty();

        keeper.ended(OTHER, null);
        keeper.sessionRead(OTHER, SessionState.FENCED);

        assertThat(make().epoch()).isEqualTo(ShardRow.FIRST_EPOCH + 2);
        assertThat(keeper.knowsEnded(OTHER)).isTrue();
    }

    @Test
    void aChangeOfUnknownOutcomeIsRepeatedWordForWordUntilTheRowTells() {
        begin();
        wants(SELF, Set.of());
        ShardRow to = asked.change();

        keeper.changed(to, null);
        assertThat(asked.reads).isEqualTo(1);
        keeper.shardRead(0, ShardRow.untouched(0));
        keeper.tick();

        assertThat(asked.changes).containsExactly(to, to);
        assertThat(keeper.epochOf(0)).isEmpty();
        keeper.changed(to, null);
        keeper.shardRead(0, to);
        assertThat(keeper.epochOf(0)).contains(to.epoch());
    }

    @Test
    void whoLosesTheRaceTakesNothing() {
        begin();
        wants(SELF, Set.of());
        ShardRow to = asked.change();

        keeper.changed(to, ShardRow.untouched(0).takenBy(OTHER, ANY));

        assertThat(keeper.epochOf(0)).isEmpty();
        assertThat(table.row(0).isOwnedBy(OTHER)).isTrue();
        assertThat(asked.changes).hasSize(1);
    }

    @Test
    void aShardIsLetGoOnlyAfterItIsDrainedAndOnlyToANodeThatIsReady() {
        begin();
        wants(SELF, Set.of());
        ShardRow ours = make();

        keeper.plan(Placement.of(1, List.of(OTHER)), Set.of(), Set.of(), true);
        assertThat(asked.drained).isEmpty();
        wants(OTHER, Set.of());
        assertThat(asked.drained).containsExactly(ours);
        assertThat(keeper.epochOf(0)).isEmpty();
        assertThat(asked.changes).hasSize(1);

        keeper.drained(0, ours.epoch());
        ShardRow free = make();

        assertThat(free.owner()).isNull();
        assertThat(free.epoch()).isEqualTo(ours.epoch());
        assertThat(asked.released).containsExactly(free);
    }

    @Test
    void aNodeThatCameGetsMoreShardsOnlyAsItTakesThem() {
        Yielding node = new Yielding(4);
        assertThat(node.released()).containsExactly(0, 1);
        node.keeper.tick();
        assertThat(node.released()).containsExactly(0, 1);

        node.isTaken(1);
        assertThat(node.released()).containsExactly(0, 1, 2);
        node.isTaken(0);
        assertThat(node.released()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatTheNodeThatCameDidNotTakeBeforeItWentAgainIsTakenBack() {
        Yielding node = new Yielding(4);
        node.yieldTo(SELF);
        node.answerChanges();
        assertThat(node.keeper.held()).isEqualTo(4);

        node.yieldTo(OTHER);
        assertThat(node.released()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void whoLeavesWaitsForNoHeir() {
        Yielding node = new Yielding(4);
        node.keeper.leave();
        node.finishDrains();

        assertThat(node.keeper.held()).isZero();
        assertThat(asked.ended).containsExactly(SELF);
    }

    /** Owns some shards, and was told that another node should have them. */
    private final class Yielding {
        private final ShardTable shards;
        private final ShardKeeper keeper;

        Yielding(int count) {
            shards = new ShardTable(count);
            keeper = new ShardKeeper(SELF, shards, ShardKeeper.Limits.STANDARD, UUID::randomUUID, asked);
            keeper.start();
            keeper.registered(SessionState.ALIVE);
            yieldTo(SELF);
            answerChanges();
            yieldTo(OTHER);
        }

        void yieldTo(NodeId owner) {
            keeper.plan(Placement.of(shards.size(), List.of(owner)), Set.of(), Set.of(OTHER), true);
            finishDrains();
        }

        void finishDrains() {
            int drained = 0;
            while (drained < asked.drained.size()) {
                ShardRow row = asked.drained.get(drained++);
                keeper.drained(row.shard(), row.epoch());
                answerChanges();
            }
        }

        void answerChanges() {
            for (ShardRow change : List.copyOf(asked.changes)) {
                keeper.changed(change, change);
            }
        }

        void isTaken(int shard) {
            shards.merge(shards.row(shard).takenBy(OTHER, UUID.randomUUID()));
            keeper.tick();
            finishDrains();
        }

        List<Integer> released() {
            return asked.released.stream().map(ShardRow::shard).toList();
        }
    }

    @Test
    void leavingLetsEveryShardGoAndThenClosesTheSession() {
        begin();
        wants(SELF, Set.of());
        ShardRow ours = make();

        keeper.leave();
        assertThat(asked.ended).isEmpty();
        keeper.drained(0, ours.epoch());
        make();
        assertThat(asked.ended).containsExactly(SELF);
        keeper.ended(SELF, SessionState.CLOSED);

        assertThat(asked.closed).isEqualTo(1);
    }

    @Test
    void afterItsSessionIsOverItDoesNothing() {
        begin();
        wants(SELF, Set.of());
        ShardRow to = asked.change();
        keeper.stop();

        keeper.changed(to, to);
        keeper.tick();

        assertThat(keeper.epochOf(0)).isEmpty();
        assertThat(asked.gained).isEmpty();
        assertThat(asked.changes).hasSize(1);
    }

    private static final class Recorder implements ShardKeeper.Effects {
        private final List<UUID> registrations = new ArrayList<>();
        private final List<NodeId> ended = new ArrayList<>();
        private final List<ShardRow> changes = new ArrayList<>();
        private final List<ShardRow> gained = new ArrayList<>();
        private final List<ShardRow> drained = new ArrayList<>();
        private final List<ShardRow> released = new ArrayList<>();
        private int reads;
        private int closed;

        ShardRow change() {
            return changes.get(changes.size() - 1);
        }

        @Override
        public void register(UUID casId) {
            registrations.add(casId);
        }

        @Override
        public void end(NodeId session, SessionState state, UUID casId) {
            ended.add(session);
        }

        @Override
        public void readSession(NodeId session) {
            assertThat(session).isEqualTo(OTHER);
        }

        @Override
        public void change(ShardRow from, ShardRow to) {
            changes.add(to);
        }

        @Override
        public void readShard(int shard) {
            reads++;
        }

        @Override
        public void gained(ShardRow row) {
            gained.add(row);
        }

        @Override
        public void drain(ShardRow row) {
            drained.add(row);
        }

        @Override
        public void released(ShardRow row) {
            released.add(row);
        }

        @Override
        public void closed() {
            closed++;
        }
    }
}
