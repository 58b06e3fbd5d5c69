package dev.rookery.ownership.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.NodeId;
import dev.rookery.ownership.machine.PeerWatch.Defect;
import dev.rookery.ownership.machine.PeerWatch.View;
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
    private final Map<NodeId, Set<NodeId>> joined = new HashMap<>();
    private final Map<NodeId, PeerWatch> watches = new HashMap<>();
    private final Set<NodeId> silent = new HashSet<>();
    private final Set<NodeId> departed = new HashSet<>();
    private long now;

    private void cluster(NodeId... nodes) {
        for (NodeId node : nodes) {
            counts.put(node, 0L);
            reach.put(node, new HashSet<>(Set.of(nodes)));
            reach.get(node).remove(node);
            joined.put(node, new HashSet<>(reach.get(node)));
            watches.put(node, new PeerWatch(node, PeerWatch.Limits.STANDARD, true));
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
            counts.forEach((node, count) -> beats.add(beat(node, count)));
            watches.forEach((node, watch) -> {
                if (!silent.contains(node)) {
                    watch.tick(now);
                    Contacts contacts = new Contacts(reach.get(node), joined.get(node), departed);
                    views.put(node, watch.look(now, beats, Set.of(), contacts));
                }
            });
        }
        return views;
    }

    private Heartbeat beat(NodeId node, long count) {
        return new Heartbeat(node, count, "", reach.get(node), joined.getOrDefault(node, Set.of()));
    }

    private void cut(NodeId one, NodeId other) {
        reach.get(one).remove(other);
        reach.get(other).remove(one);
        split(one, other);
    }

    private void split(NodeId one, NodeId other) {
        joined.get(one).remove(other);
        joined.get(other).remove(one);
    }

    @Test
    void suspectsNobodyWhileAllBeat() {
        cluster(A, B, C);

        View view = pass(60_000).get(A);

        assertThat(view.suspects()).isEmpty();
        assertThat(view.live()).containsExactlyInAnyOrder(A, B, C);
        assertThat(view.majority()).isTrue();
        assertThat(view.defect()).isEmpty();
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
        reach.get(A).remove(C);
        departed.add(C);
        departed.add(B);

        assertThat(pass(1_500).get(A).suspects()).containsExactly(C);
    }

    @Test
    void doesNotBelieveTheClusterManagerAgainstANodeThatAnswers() {
        cluster(A, B, C);
        silent.add(C);
        departed.add(C);

        assertThat(pass(2_500).get(A).suspects()).isEmpty();
    }

    @Test
    void suspectsAnOwnerThatHasNoBeatAtAll() {
        PeerWatch watch = new PeerWatch(A, PeerWatch.Limits.STANDARD, true);
        View view = null;
        for (int look = 1; look <= 8; look++) {
            view = watch.look(
                    look * 500L, List.of(new Heartbeat(A, look, "", Set.of(), Set.of())), Set.of(B), Contacts.NONE);
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
            List<Heartbeat> beats = List.of(beat(A, counts.get(A)), beat(B, counts.get(B)));
            view = watches.get(A).look(now, beats, Set.of(B), Contacts.NONE);
        }

        assertThat(view.suspects()).containsExactly(B);
    }

    @Test
    void doesNotCountTimeInWhichItsOwnBeatsDidNotArrive() {
        PeerWatch watch = new PeerWatch(A, PeerWatch.Limits.STANDARD, true);
        View view = null;
        for (int look = 1; look <= 40; look++) {
            List<Heartbeat> stalled = List.of(
                    new Heartbeat(A, 7, "", Set.of(B), Set.of(B)), new Heartbeat(B, 9, "", Set.of(A), Set.of(A)));
            view = watch.look(look * 500L, stalled, Set.of(B), new Contacts(Set.of(B), Set.of(B), Set.of()));
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
        assertThat(views.get(A).defect()).contains(Defect.CUT_OFF);
        assertThat(views.get(B).defect()).isEmpty();
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

        assertThat(views.get(A).defect()).isEmpty();
        assertThat(views.get(D).defect()).isEmpty();
        assertThat(views.get(B).defect()).contains(Defect.CUT_OFF);
        assertThat(views.get(C).defect()).contains(Defect.CUT_OFF);
    }

    @Test
    void whenOneLinkIsCutForLongExactlyOneOfItsEndsGoes() {
        cluster(A, B, C);
        cut(A, B);

        Map<NodeId, View> views = pass(12_000);

        assertThat(views.get(A).suspects()).isEmpty();
        assertThat(views.get(B).suspects()).isEmpty();
        assertThat(views.get(A).defect()).isEmpty();
        assertThat(views.get(B).defect()).contains(Defect.TORN);
        assertThat(views.get(C).defect()).isEmpty();
    }

    @Test
    void aPeerThatIsFrozenTakesNobodyAlong() {
        for (NodeId frozen : List.of(A, B)) {
            now = 0;
            silent.clear();
            cluster(A, B);
            NodeId other = frozen.equals(A) ? B : A;
            // It was slow before, so it is waited for four times as long.
            silent.add(frozen);
            pass(2_900);
            silent.remove(frozen);
            pass(1_000);
            silent.add(frozen);
            // The last that it said: it had reached nobody for a while.
            cut(A, B);

            for (int second = 0; second < 70; second++) {
                View view = pass(1_000).get(other);
                assertThat(view.defect()).as("after %d s", second).isEmpty();
            }
            assertThat(pass(500).get(other).suspects()).containsExactly(frozen);
            assertThat(pass(500).get(other).majority()).isTrue();
        }
    }

    @Test
    void aNodeThatReachesNobodyWhileTheyBeatIsCutOffHoweverSlowlyTheyBeat() {
        cluster(A, B);
        cut(A, B);
        View view = null;
        for (int second = 0; second < 10; second++) {
            silent.add(A);
            pass(1_000);
            silent.remove(A);
            view = pass(500).get(B);
        }

        assertThat(view.defect()).contains(Defect.CUT_OFF);
    }

    @Test
    void ofThoseThatTheBusDoesNotConnectTheLoneliestEndsAfterAWhile() {
        cluster(A, B, C);
        split(A, B);
        split(A, C);

        assertThat(pass(20_000).values())
                .allSatisfy(view -> assertThat(view.defect()).isEmpty());
        Map<NodeId, View> views = pass(1_500);

        assertThat(views.get(A).defect()).contains(Defect.SPLIT);
        assertThat(views.get(B).defect()).isEmpty();
        assertThat(views.get(C).defect()).isEmpty();
    }

    @Test
    void whenTheBusConnectsNobodyOneNodeEndsAtATime() {
        cluster(A, B, C);
        split(A, B);
        split(A, C);
        split(B, C);

        Map<NodeId, View> views = pass(22_000);
        assertThat(views.get(C).defect()).contains(Defect.SPLIT);
        assertThat(views.get(A).defect()).isEmpty();
        assertThat(views.get(B).defect()).isEmpty();

        silent.add(C);
        views = pass(20_000);
        assertThat(views.get(A).defect()).isEmpty();
        assertThat(views.get(B).defect()).isEmpty();
        views = pass(5_000);
        assertThat(views.get(A).defect()).isEmpty();
        assertThat(views.get(B).defect()).contains(Defect.SPLIT);
    }

    @Test
    void aSplitCountsSoonerWhenTheClusterManagerKnowsOfIt() {
        cluster(A, B);
        split(A, B);
        departed.add(A);
        departed.add(B);

        assertThat(pass(5_000).get(B).defect()).isEmpty();
        Map<NodeId, View> views = pass(1_000);
        assertThat(views.get(A).defect()).isEmpty();
        assertThat(views.get(B).defect()).contains(Defect.SPLIT);
    }

    @Test
    void whoWasAwayIsTheOneThatEndsOverTheSplitThatCameOfIt() {
        cluster(A, B);
        silent.add(A);
        pass(10_000);
        silent.remove(A);
        split(A, B);
        departed.add(A);
        departed.add(B);

        boolean ended = false;
        for (int look = 0; look < 10 && !ended; look++) {
            Map<NodeId, View> views = pass(500);
            assertThat(views.get(B).defect()).isEmpty();
            ended = views.get(A).defect().isPresent();
        }
        assertThat(ended).isTrue();
    }

    @Test
    void whoWasAwayDoesNotEndOverAnswersThatAreLate() {
        cluster(A, B);
        silent.add(A);
        pass(10_000);
        silent.remove(A);
        split(A, B);

        assertThat(pass(20_000).get(A).defect()).isEmpty();
    }

    @Test
    void aNodeWithoutABeatOfItsOwnNeedsMostOfThoseThatHaveOne() {
        cluster(A, B, C);
        NodeId edge = D;
        PeerWatch watch = new PeerWatch(edge, PeerWatch.Limits.STANDARD, false);
        reach.put(edge, new HashSet<>(Set.of(A, B, C)));
        joined.put(edge, new HashSet<>(Set.of(A, B, C)));

        assertThat(watched(watch, edge, 30_000).defect()).isEmpty();
        joined.get(edge).remove(A);
        assertThat(watched(watch, edge, 20_000).defect()).isEmpty();
        assertThat(watched(watch, edge, 2_000).defect()).contains(Defect.SPLIT);
        joined.get(edge).add(A);
        assertThat(watched(watch, edge, 1_000).defect()).isEmpty();
        reach.put(edge, Set.of(C));
        assertThat(watched(watch, edge, 4_000).defect()).contains(Defect.CUT_OFF);
        silent.addAll(Set.of(A, B, C));
        assertThat(watched(watch, edge, 60_000).defect()).isEmpty();
    }

    private View watched(PeerWatch watch, NodeId edge, long millis) {
        View view = View.NOTHING;
        for (long end = now + millis; now < end; ) {
            pass(500);
            List<Heartbeat> beats = new ArrayList<>();
            counts.forEach((node, count) -> beats.add(beat(node, count)));
            beats.add(new Heartbeat(edge, now, "", reach.get(edge), joined.get(edge)));
            watch.tick(now);
            view = watch.look(now, beats, Set.of(), new Contacts(reach.get(edge), joined.get(edge), departed));
        }
        return view;
    }
}
