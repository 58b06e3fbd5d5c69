package dev.rookery.feature.presence.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.UserId;
import dev.rookery.feature.presence.machine.Sight.State;
import dev.rookery.feature.presence.machine.SimCluster.SimNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machines of presence under seeded faults. */
class PresenceSimulationTest {
    private static final long LONG_ENOUGH = SimCluster.LINGER_MS + 30_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whateverHappenedEverybodyIsSeenAsTheyStandInTheEnd(long seed) {
        SimCluster cluster = new SimCluster(seed);
        List<SimNode> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            nodes.add(cluster.start(10_000));
        }
        List<UserId> users = cluster.users(40);
        cluster.loss = 0.15;
        cluster.late = 0.1;
        cluster.storeTrouble = 0.3;
        Map<UserId, Long> lastSeen = new HashMap<>();
        Map<UserId, SimNode> leftAt = new HashMap<>();
        for (int round = 0; round < 300; round++) {
            SimNode node = nodes.get(cluster.random.nextInt(nodes.size()));
            UserId user = users.get(cluster.random.nextInt(users.size()));
            switch (cluster.random.nextInt(12)) {
                case 0, 1, 2 -> node.come(user, cluster.random.nextBoolean());
                case 3, 4, 5 -> {
                    if (node.here.containsKey(user)) {
                        node.leave(user);
                        lastSeen.put(user, cluster.now);
                        leftAt.put(user, node);
                    }
                }
                case 6, 7, 8 -> node.watch(user);
                case 9 -> node.unwatch(user);
                case 10 -> {
                    if (cluster.random.nextInt(6) == 0 && nodes.size() > 2) {
                        nodes.remove(node);
                        node.here.keySet().forEach(lastSeen::remove);
                        forgetWhatOnlyThisNodeKnew(cluster, node, lastSeen, leftAt);
                        cluster.kill(node);
                    }
                }
                default -> {
                    if (cluster.random.nextInt(6) == 0 && nodes.size() < 5) {
                        nodes.add(cluster.start(10_000));
                    }
                }
            }
            cluster.run(cluster.random.nextInt(1_500));
        }
        cluster.loss = 0;
        cluster.late = 0;
        cluster.storeTrouble = 0;
        cluster.run(2 * LONG_ENOUGH);
        for (SimNode node : nodes) {
            for (UserId user : node.watched) {
                Sight sight = node.herald.sight(user);
                assertThat(sight).as("seed %d", seed).isNotNull();
                assertThat(sight.state()).as("seed %d", seed).isEqualTo(cluster.truth(user));
                assertThat(sight.unsure()).isFalse();
            }
            assertThat(node.keeper.notKnownYet()).isZero();
            assertThat(node.keeper.waitingToBeSaved()).isZero();
        }
        lastSeen.forEach((user, at) -> {
            if (cluster.truth(user) == State.OFFLINE) {
                assertThat(cluster.store.get(user))
                        .as("seed %d", seed)
                        .isNotNull()
                        .isBetween(at - 100, cluster.now);
            }
        });
    }

    /** Where the gateway and the keeper of somebody are one node, or it had no time to tell, nobody else knows. */
    private static void forgetWhatOnlyThisNodeKnew(
            SimCluster cluster, SimNode node, Map<UserId, Long> lastSeen, Map<UserId, SimNode> leftAt) {
        Keepers keepers = new Keepers(cluster.nodes.keySet());
        leftAt.forEach((user, gateway) -> {
            Long at = lastSeen.get(user);
            boolean alone = node.id.equals(keepers.of(user)) || (at != null && cluster.now - at < 15_000);
            if (gateway == node && alone) {
                lastSeen.remove(user);
            }
        });
    }

    @Test
    void whoComesBackWithinTheLingerIsNotSeenToLeave() {
        SimCluster cluster = new SimCluster(1);
        List<SimNode> nodes = List.of(cluster.start(100), cluster.start(100), cluster.start(100));
        List<UserId> users = cluster.users(30);
        cluster.run(3_000);
        users.forEach(user -> nodes.get(0).come(user, false));
        users.forEach(user -> nodes.get(1).watch(user));
        cluster.run(3_000);
        users.forEach(user -> nodes.get(0).leave(user));
        cluster.run(SimCluster.LINGER_MS - 2_000);
        users.forEach(user -> nodes.get(2).come(user, false));
        cluster.run(LONG_ENOUGH);
        assertThat(cluster.seenLeaving).isEmpty();
        assertThat(users)
                .allSatisfy(user -> assertThat(nodes.get(1).herald.sight(user)).isEqualTo(Sight.ONLINE));
    }

    @Test
    void whoDoesNotComeBackIsSeenToLeaveAfterTheLingerAndIsStored() {
        SimCluster cluster = new SimCluster(2);
        List<SimNode> nodes = List.of(cluster.start(100), cluster.start(100));
        UserId user = cluster.user();
        nodes.get(0).come(user, false);
        nodes.get(1).watch(user);
        cluster.run(5_000);
        assertThat(nodes.get(1).herald.sight(user)).isEqualTo(Sight.ONLINE);
        long left = cluster.now;
        nodes.get(0).leave(user);
        cluster.run(SimCluster.LINGER_MS - 1_000);
        assertThat(nodes.get(1).herald.sight(user)).isEqualTo(Sight.ONLINE);
        cluster.run(2_000);
        Sight sight = nodes.get(1).herald.sight(user);
        assertThat(sight.state()).isEqualTo(State.OFFLINE);
        assertThat(sight.lastSeen()).isBetween(left, left + 100);
        assertThat(cluster.store).containsEntry(user, sight.lastSeen());
    }

    /** The node that keeps somebody dies with everything it knows; whoever has a session elsewhere is seen all the time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theDeathOfAKeeperIsNotSeen(long seed) {
        SimCluster cluster = new SimCluster(seed);
        List<SimNode> nodes = List.of(cluster.start(100), cluster.start(100), cluster.start(100), cluster.start(100));
        List<UserId> users = cluster.users(40);
        cluster.run(5_000);
        users.forEach(user -> nodes.get(0).come(user, false));
        users.forEach(user -> nodes.get(1).watch(user));
        cluster.run(5_000);
        cluster.kill(nodes.get(3));
        cluster.run(5_000);
        assertThat(users)
                .allSatisfy(user -> assertThat(nodes.get(1).herald.sight(user)).isEqualTo(Sight.ONLINE));
        users.forEach(user -> nodes.get(0).come(user, true));
        cluster.run(2_000);
        assertThat(users)
                .allSatisfy(user -> assertThat(nodes.get(1).herald.sight(user)).isEqualTo(Sight.AWAY));
        cluster.run(LONG_ENOUGH);
        assertThat(cluster.seenLeaving).isEmpty();
    }

    /** The gateway and the keeper of some die in one: their clients come back elsewhere in 3 s, and nobody saw anything. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theDeathOfAGatewayIsNotSeenWhenItsClientsComeBack(long seed) {
        SimCluster cluster = new SimCluster(seed);
        List<SimNode> nodes = List.of(cluster.start(100), cluster.start(100), cluster.start(100));
        List<UserId> users = cluster.users(40);
        cluster.run(5_000);
        users.forEach(user -> nodes.get(0).come(user, false));
        users.forEach(user -> nodes.get(1).watch(user));
        cluster.run(5_000);
        cluster.kill(nodes.get(0));
        cluster.run(3_000);
        users.forEach(user -> nodes.get(2).come(user, false));
        cluster.run(LONG_ENOUGH);
        assertThat(cluster.seenLeaving).isEmpty();
        assertThat(users)
                .allSatisfy(user -> assertThat(nodes.get(1).herald.sight(user)).isEqualTo(Sight.ONLINE));
    }

    /** Those who do not come back are offline within the linger, and a time is stored: that of the loss. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whoWasOnADeadGatewayGoesOffline(long seed) {
        SimCluster cluster = new SimCluster(seed);
        List<SimNode> nodes = List.of(cluster.start(100), cluster.start(100), cluster.start(100));
        List<UserId> users = cluster.users(40);
        cluster.run(5_000);
        users.forEach(user -> nodes.get(0).come(user, false));
        users.forEach(user -> nodes.get(1).watch(user));
        cluster.run(5_000);
        long lost = cluster.now;
        cluster.kill(nodes.get(0));
        cluster.run(SimCluster.LINGER_MS + 10_000);
        for (UserId user : users) {
            Sight sight = nodes.get(1).herald.sight(user);
            assertThat(sight.state()).isEqualTo(State.OFFLINE);
            assertThat(sight.lastSeen()).isBetween(lost - PresenceTimes.SILENCE_MS, lost + 10_000);
            assertThat(cluster.store.get(user)).isEqualTo(sight.lastSeen());
        }
    }

    /** The keeper dies while the store does not answer, long after somebody left: the next one stores it. */
    @Test
    void aLastSeenThatIsNotStoredOutlivesItsKeeper() {
        SimCluster cluster = new SimCluster(3);
        List<SimNode> nodes = List.of(cluster.start(100), cluster.start(100), cluster.start(100));
        List<UserId> users = cluster.users(30);
        cluster.run(5_000);
        cluster.storeTrouble = 1;
        users.forEach(user -> nodes.get(0).come(user, false));
        cluster.run(5_000);
        long left = cluster.now;
        users.forEach(user -> nodes.get(0).leave(user));
        cluster.run(LONG_ENOUGH);
        assertThat(cluster.store).isEmpty();
        cluster.kill(nodes.get(2));
        cluster.run(5_000);
        cluster.storeTrouble = 0;
        cluster.run(10_000);
        // What is told is how long ago it was, so the way to the keeper counts for nothing.
        assertThat(users).allSatisfy(user -> assertThat(cluster.store.get(user)).isBetween(left, left + 100));
    }

    @Test
    void withoutAStorePresenceWorksAndSaysWhatItCanNotKnow() {
        SimCluster cluster = new SimCluster(4);
        List<SimNode> nodes = List.of(cluster.start(100), cluster.start(100));
        cluster.storeTrouble = 1;
        UserId here = cluster.user();
        UserId nowhere = cluster.user();
        cluster.run(5_000);
        nodes.get(0).come(here, false);
        nodes.get(1).watch(here);
        nodes.get(1).watch(nowhere);
        cluster.run(1_000);
        assertThat(nodes.get(1).herald.sight(here)).isEqualTo(Sight.ONLINE);
        assertThat(nodes.get(1).herald.sight(nowhere)).isEqualTo(Sight.UNSURE);
        cluster.storeTrouble = 0;
        cluster.store.put(nowhere, 77L);
        cluster.run(PresenceTimes.REREAD_MS + 1_000);
        assertThat(nodes.get(1).herald.sight(nowhere)).isEqualTo(new Sight(State.OFFLINE, 77L, false));
    }

    @Test
    void aKeeperHoldsNoMoreThanItMay() {
        SimCluster cluster = new SimCluster(5);
        SimNode node = cluster.start(20);
        cluster.run(5_000);
        cluster.users(50).forEach(node::watch);
        cluster.users(50).forEach(user -> node.come(user, false));
        cluster.run(5_000);
        assertThat(node.keeper.users()).isEqualTo(20);
        assertThat(node.keeper.refused()).isPositive();
    }

    @Test
    void whileTheStoreIsAwayThoseWhoLeftMakeRoom() {
        SimCluster cluster = new SimCluster(6);
        SimNode node = cluster.start(20);
        cluster.storeTrouble = 1;
        cluster.run(5_000);
        List<UserId> first = cluster.users(20);
        first.forEach(user -> node.come(user, false));
        cluster.run(1_000);
        first.forEach(node::leave);
        cluster.run(LONG_ENOUGH);
        UserId last = cluster.user();
        node.watch(last);
        node.come(last, false);
        cluster.run(2_000);
        assertThat(node.herald.sight(last)).isEqualTo(Sight.ONLINE);
        assertThat(node.keeper.unsavedLost()).isPositive();
    }

    /** What 5,000 sessions that come back at once and watch 50 each make the nodes say to each other. */
    @Test
    void aReconnectOfManyCostsFewMessages() {
        SimCluster cluster = new SimCluster(7);
        List<SimNode> nodes = List.of(cluster.start(100_000), cluster.start(100_000), cluster.start(100_000));
        cluster.run(5_000);
        List<UserId> users = cluster.users(5_000);
        long before = cluster.messages;
        for (int i = 0; i < users.size(); i++) {
            nodes.get(i % 3).come(users.get(i), false);
            for (int k = 1; k <= 50; k++) {
                nodes.get(i % 3).watch(users.get((i + k) % users.size()));
            }
        }
        cluster.run(3_000);
        assertThat(users)
                .allSatisfy(user -> assertThat(nodes.get(0).herald.sight(user)).isEqualTo(Sight.ONLINE));
        assertThat(cluster.messages - before).isLessThan(150);
    }
}
