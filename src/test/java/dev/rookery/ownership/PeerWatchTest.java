package dev.rookery.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.PeerWatch.View;
import dev.rookery.store.Heartbeat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeerWatchTest {
    private static final NodeId A = new NodeId(new UUID(1, 1));
    private static final NodeId B = new NodeId(new UUID(1, 2));
    private static final NodeId C = new NodeId(new UUID(1, 3));
    private static final NodeId D = new NodeId(new UUID(1, 4));

    /** After which nobody counts as new any more. */
    private static final long BEATEN_IN = 20_000;

    private final Map<NodeId, Long> counts = new HashMap<>();
    private final Map<NodeId, Set<NodeId>> reach = new HashMap<>();
    private final Map<NodeId, PeerWatch> watches = new HashMap<>();
    private final Set<NodeId> silent = new HashSet<>();
    private final Set<NodeId> departed = new HashSet<>();
    private long now;

    private void cluster(NodeId... nodes) {
        for (NodeId node : nodes) {
            counts.put(node, 0L);
            reach.put(node, new HashSet<>(Set.of(nodes)));
            reach.get(node).remove(node);
            watches.put(node, new PeerWatch(node, PeerWatch.Limits.STANDARD));
        }
        pass(BEATEN_IN);
    }

    @CanIgnoreReturnValue
    private Map<NodeId, View> pass(long millis) {
        Map<NodeId, View> views = new HashMap<>();
        for (long end = now + millis; now < end; ) {
            now += 500;
            counts.replaceAll((node, count) -> silent.contains(node) ? count : count + 1);
            List<Heartbeat> beats = new ArrayList<>();
            counts.forEach((node, count) -> beats.add(new Heartbeat(node, count, reach.get(node))));
            watches.forEach((node, watch) -> {
                if (!silent.contains(node)) {
                    views.put(node, watch.look(now, beats, Set.of(), reach.get(node), departed));
                }
            });
        }
        return views;
    }

    private void cut(NodeId one, NodeId other) {
        reach.get(one).remove(other);
        reach.get(other).remove(one);
    }

    @Test
    void suspectsNobodyWhileAllBeat() {
        cluster(A, B, C);

        View view = pass(60_000).get(A);

        assertThat(view.suspects()).isEmpty();
        assertThat(view.live()).containsExactlyInAnyOrder(A, B, C);
        assertThat(view.majority()).isTrue();
        assertThat(view.stepDown()).isFalse();
    }

    @Test
    void suspectsANodeAfterThreeSilentSeconds() {
        cluster(A, B, C);
        silent.add(C);

        assertThat(pass(2_500).get(A).suspects()).isEmpty();
        View view = pass(1_000).get(A);

        assertThat(view.suspects()).containsExactly(C);
        assertThat(view.live()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void waitsFourTimesAsLongForANodeThatHasJustCome() {
        cluster(A, B);
        counts.put(C, 0L);
        reach.put(C, Set.of(A, B));
        reach.values().forEach(reached -> assertThat(reached).isNotEmpty());
        pass(1_000);
        silent.add(C);

        assertThat(pass(11_000).get(A).suspects()).isEmpty();
        assertThat(pass(1_500).get(A).suspects()).containsExactly(C);
    }

    @Test
    void waitsLongerForANodeThatWasSlowLatelyUntilItIsQuickAgain() {
        cluster(A, B, C);
        silent.add(C);
        pass(2_000);
        silent.remove(C);
        pass(500);

        silent.add(C);
        assertThat(pass(4_000).get(A).suspects()).isEmpty();
        silent.remove(C);
        pass(BEATEN_IN);
        silent.add(C);
        assertThat(pass(3_500).get(A).suspects()).containsExactly(C);
    }

    @Test
    void doesNotWaitLongerForANodeThatItNeverSawAlive() {
        cluster(A, B);
        counts.put(C, 7L);
        reach.put(C, Set.of(A, B));
        silent.add(C);

        assertThat(pass(4_000).get(A).suspects()).containsExactly(C);
    }

    @Test
    void suspectsASilentNodeSoonerOnceTheClusterManagerLostIt() {
        cluster(A, B, C);
        silent.add(C);
        departed.add(C);
        departed.add(B);

        assertThat(pass(1_500).get(A).suspects()).containsExactly(C);
    }

    @Test
    void suspectsAnOwnerThatHasNoBeatAtAll() {
        PeerWatch watch = new PeerWatch(A, PeerWatch.Limits.STANDARD);
        View view = null;
        for (int look = 1; look <= 8; look++) {
            view = watch.look(look * 500L, List.of(new Heartbeat(A, look, Set.of())), Set.of(B), Set.of(), Set.of());
        }

        assertThat(view.suspects()).containsExactly(B);
    }

    @Test
    void doesNotSuspectAnybodyAfterItsOwnPause() {
        cluster(A, B, C);
        now += 60_000;

        assertThat(pass(500).get(A).suspects()).isEmpty();
    }

    @Test
    void waitsForNodesThatFindTheStoreAgainLaterThanItself() {
        cluster(A, B, C);
        now += 6_000;
        silent.add(B);
        silent.add(C);

        assertThat(pass(5_500).get(A).suspects()).isEmpty();
        silent.remove(B);
        View view = pass(1_500).get(A);

        assertThat(view.suspects()).containsExactly(C);
    }

    @Test
    void findsADeadNodeThoughTheStoreAnswersEverythingTooLate() {
        cluster(A, B);
        View view = null;
        for (int look = 1; look <= 20; look++) {
            now += 2_500;
            counts.merge(A, 1L, Long::sum);
            List<Heartbeat> beats =
                    List.of(new Heartbeat(A, counts.get(A), Set.of()), new Heartbeat(B, counts.get(B), Set.of()));
            view = watches.get(A).look(now, beats, Set.of(B), Set.of(), Set.of());
        }

        assertThat(view.suspects()).containsExactly(B);
    }

    @Test
    void doesNotCountTimeInWhichItsOwnBeatsDidNotArrive() {
        PeerWatch watch = new PeerWatch(A, PeerWatch.Limits.STANDARD);
        View view = null;
        for (int look = 1; look <= 40; look++) {
            List<Heartbeat> stalled = List.of(new Heartbeat(A, 7, Set.of(B)), new Heartbeat(B, 9, Set.of(A)));
            view = watch.look(look * 500L, stalled, Set.of(B), Set.of(B), Set.of());
        }

        assertThat(view.suspects()).isEmpty();
    }

    @Test
    void aNodeCutOffFromTheMajorityStepsDownBeforeItIsFenced() {
        cluster(A, B, C);
        cut(A, B);
        cut(A, C);

        Map<NodeId, View> views = pass(3_500);

        assertThat(views.get(A).majority()).isFalse();
        assertThat(views.get(A).stepDown()).isTrue();
        assertThat(views.get(B).stepDown()).isFalse();
        assertThat(views.get(B).suspects()).isEmpty();
        assertThat(pass(2_000).get(B).suspects()).containsExactly(A);
    }

    @Test
    void ofTwoHalvesTheOneWithTheSmallestIdGoesOn() {
        cluster(A, B, C, D);
        for (NodeId one : List.of(A, D)) {
            for (NodeId other : List.of(B, C)) {
                cut(one, other);
            }
        }

        Map<NodeId, View> views = pass(4_000);

        assertThat(views.get(A).stepDown()).isFalse();
        assertThat(views.get(D).stepDown()).isFalse();
        assertThat(views.get(B).stepDown()).isTrue();
        assertThat(views.get(C).stepDown()).isTrue();
    }

    @Test
    void whenOneLinkIsCutForLongExactlyOneOfItsEndsGoes() {
        cluster(A, B, C);
        cut(A, B);

        Map<NodeId, View> views = pass(12_000);

        assertThat(views.get(A).suspects()).isEmpty();
        assertThat(views.get(B).suspects()).isEmpty();
        assertThat(views.get(A).stepDown()).isFalse();
        assertThat(views.get(B).stepDown()).isTrue();
        assertThat(views.get(C).stepDown()).isFalse();
    }
}
