package dev.rookery.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.Placement;
import dev.rookery.ownership.machine.ShardTable;
import dev.rookery.store.ShardRow;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettledTest {
    private static final NodeId SELF = new NodeId(new UUID(0, 1));
    private static final NodeId OTHER = new NodeId(new UUID(0, 2));
    private static final Placement ALL_MINE = Placement.of(2, List.of(SELF));
    private static final Placement NONE_MINE = Placement.of(2, List.of(OTHER));

    private final ShardTable table = new ShardTable(2);
    private final Settled settled = new Settled(SELF, table);

    @Test
    void aShardWithoutAnOwnerIsWaitedFor() {
        owns(OTHER, 0);
        assertThat(reached(NONE_MINE, Set.of())).isFalse();
        owns(OTHER, 1);
        assertThat(reached(NONE_MINE, Set.of())).isTrue();
    }

    @Test
    void anOwnerThatMayBeDeadIsNone() {
        owns(SELF, 0);
        owns(OTHER, 1);
        assertThat(reached(NONE_MINE, Set.of(OTHER))).isFalse();
        assertThat(reached(NONE_MINE, Set.of())).isTrue();
    }

    @Test
    void whatShouldBeOursIsWaitedForAsLongAsAnotherHasIt() {
        owns(SELF, 0);
        owns(OTHER, 1);
        assertThat(reached(ALL_MINE, Set.of())).isFalse();
        owns(SELF, 1);
        assertThat(reached(ALL_MINE, Set.of())).isTrue();
    }

    @Test
    void onceReachedItStaysSo() {
        owns(SELF, 0);
        owns(SELF, 1);
        assertThat(reached(ALL_MINE, Set.of())).isTrue();
        owns(OTHER, 1);
        assertThat(reached(ALL_MINE, Set.of())).isTrue();
    }

    private void owns(NodeId owner, int shard) {
        ShardRow row = table.row(shard);
        ShardRow free = row.owner() == null ? row : row.released(UUID.randomUUID());
        table.merge(free.takenBy(owner, UUID.randomUUID()));
    }

    private boolean reached(Placement wanted, Set<NodeId> suspects) {
        settled.check(wanted, suspects);
        return settled.future().isComplete();
    }
}
