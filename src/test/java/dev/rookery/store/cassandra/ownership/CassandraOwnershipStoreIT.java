package dev.rookery.store.cassandra.ownership;

import static dev.rookery.store.cassandra.OpenStores.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.NodeId;
import dev.rookery.store.Heartbeat;
import dev.rookery.store.OwnershipStore;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import dev.rookery.store.cassandra.OpenStores;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraOwnershipStoreIT {
    private static final AtomicInteger SHARDS = new AtomicInteger();

    @RegisterExtension
    static final OpenStores open = new OpenStores();

    private static final OwnershipStore store = open.stores().ownership();

    private final NodeId node = new NodeId(UUID.randomUUID());
    private final NodeId other = new NodeId(UUID.randomUUID());
    private final int shard = SHARDS.getAndIncrement();

    @Test
    void aSessionIsMadeOnceAndItsEndIsFinal() {
        UUID casId = UUID.randomUUID();
        assertThat(await(store.session(node))).isEmpty();
        assertThat(await(store.register(node, "here", casId))).isEqualTo(SessionState.ALIVE);
        assertThat(await(store.register(node, "here", casId))).isEqualTo(SessionState.ALIVE);

        assertThat(await(store.end(node, SessionState.FENCED, UUID.randomUUID())))
                .isEqualTo(SessionState.FENCED);
        assertThat(await(store.end(node, SessionState.CLOSED, UUID.randomUUID())))
                .isEqualTo(SessionState.FENCED);
        assertThat(await(store.register(node, "here", casId))).isEqualTo(SessionState.FENCED);
        assertThat(await(store.session(node))).contains(SessionState.FENCED);
    }

    @Test
    void ofTwoWhoTakeAShardOneIsRefusedAndSeesTheOther() {
        ShardRow free = await(store.shard(shard));
        ShardRow mine = free.takenBy(node, UUID.randomUUID());

        assertThat(free).isEqualTo(ShardRow.untouched(shard));
        assertThat(await(store.change(free, mine))).isEqualTo(mine);
        assertThat(await(store.change(free, free.takenBy(other, UUID.randomUUID()))))
                .isEqualTo(mine);
        assertThat(await(store.shard(shard))).isEqualTo(mine);
        assertThat(await(store.shards())).contains(mine);
    }

    @Test
    void aChangeThatIsRepeatedIsRecognisedAndNotMadeTwice() {
        ShardRow free = ShardRow.untouched(shard);
        ShardRow mine = free.takenBy(node, UUID.randomUUID());
        await(store.change(free, mine));

        assertThat(await(store.change(free, mine))).isEqualTo(mine);
        ShardRow released = mine.released(UUID.randomUUID());
        await(store.change(mine, released));
        assertThat(await(store.change(free, mine))).isEqualTo(released);
        assertThat(await(store.change(mine, released))).isEqualTo(released);
    }

    @Test
    void theEpochGrowsWithEachOwnerAndStaysWhenOneLetsGo() {
        ShardRow first = await(store.change(
                ShardRow.untouched(shard), ShardRow.untouched(shard).takenBy(node, UUID.randomUUID())));
        ShardRow free = await(store.change(first, first.released(UUID.randomUUID())));
        ShardRow second = await(store.change(free, free.takenBy(other, UUID.randomUUID())));

        assertThat(free.epoch()).isEqualTo(first.epoch());
        assertThat(free.owner()).isNull();
        assertThat(second.epoch()).isEqualTo(first.epoch() + 1);
    }

    @Test
    void ofTheBeatsOfANodeTheHighestCountStands() {
        await(store.beat(new Heartbeat(node, 7, "10.0.0.1:5801", Set.of(other), Set.of())));
        await(store.beat(new Heartbeat(node, 6, "10.0.0.1:5801", Set.of(), Set.of(other))));

        assertThat(await(store.heartbeats()))
                .contains(new Heartbeat(node, 7, "10.0.0.1:5801", Set.of(other), Set.of()));
    }
}
