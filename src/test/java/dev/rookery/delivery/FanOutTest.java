package dev.rookery.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.BusCodec;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.DirectoryStanding;
import dev.rookery.chat.FixedMembers;
import dev.rookery.cluster.Members.Member;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import dev.rookery.telemetry.ChatMeters;
import dev.rookery.testkit.Patience;
import dev.rookery.wire.ServerFrame;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames towards gateways whose directory answers when the test says so. */
class FanOutTest {
    private static final Member ONE = gateway(1);
    private static final Member TWO = gateway(2);
    private static final Set<NodeId> BOTH = Set.of(ONE.id(), TWO.id());
    private static final List<UserId> USERS = List.of(new UserId(new UUID(1, 1)), new UserId(new UUID(1, 2)));

    private static final long MARK = 5;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final ManualDirectory directory = new ManualDirectory();
    private final Map<NodeId, List<String>> received = new ConcurrentHashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Gateways gateways;
    private FanOut fanOut;

    private static Member gateway(long id) {
        return new Member(new NodeId(new UUID(0, id)), "gateway-" + id, Set.of(NodeRole.GATEWAY));
    }

    @BeforeEach
    void listen() throws Exception {
        BusCodec.register(vertx);
        for (Member member : List.of(ONE, TWO)) {
            List<String> frames = new CopyOnWriteArrayList<>();
            received.put(member.id(), frames);
            BusEndpoint endpoint = new BusEndpoint(BusAddress.gateway(member.id()))
                    .onEvent(DeliverFrame.class, event -> frames.add(new JsonObject(event.frame()).getString("id")));
            endpoint.open(vertx).await(Patience.SECONDS, TimeUnit.SECONDS);
        }
        gateways = gateways();
        fanOut = new FanOut(gateways, USERS);
        onContext(() -> {
            BOTH.forEach(node -> gateways.heard(standing(node, true, 1, List.of())));
            return null;
        });
    }

    private Gateways gateways() {
        FixedMembers members = new FixedMembers(ONE, List.of(ONE, TWO));
        BusClient bus = new BusClient(vertx);
        return new Gateways(
                vertx,
                members,
                directory,
                new GatewayLinks(vertx, bus, members),
                new Offers(bus),
                new ChatMeters(meters));
    }

    private void say(Member gateway, boolean settled, long term, List<UserId> missed) throws Exception {
        onContext(() -> {
            gateways.heard(standing(gateway.id(), settled, term, missed));
            return null;
        });
    }

    private static DirectoryStanding standing(NodeId node, boolean settled, long term, List<UserId> missed) {
        return new DirectoryStanding(node, settled, term, MARK, 0, missed);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void framesKeepTheirOrderWhateverTheDirectoryTakes() throws Exception {
        onContext(() -> {
            IntStream.range(0, 3).forEach(i -> send("a" + i));
            return null;
        });
        assertThat(directory.asked).hasSize(1);

        answer(0, BOTH, BOTH);
        await().untilAsserted(() -> assertThat(directory.asked).hasSize(2));
        answer(1, BOTH, BOTH);

        await().untilAsserted(() -> assertThat(received.values())
                .allSatisfy(frames -> assertThat(frames).containsExactly("a0", "a1", "a2")));
    }

    @Test
    void frameIsNotDoneWithALookupThatBeganBeforeIt() throws Exception {
        onContext(() -> send("first"));
        onContext(() -> send("second"));

        answer(0, Set.of(ONE.id()), BOTH);
        await().untilAsserted(() -> assertThat(received.get(ONE.id())).containsExactly("first", "second"));
        answer(1, BOTH, BOTH);

        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("second"));
        assertThat(received.get(ONE.id())).containsExactly("first", "second");
    }

    @Test
    void frameGoesAtOnceWhereTheLastLookupFoundMembers() throws Exception {
        onContext(() -> send("first"));
        answer(0, Set.of(ONE.id()), BOTH);
        onContext(() -> send("second"));
        await().untilAsserted(() -> assertThat(received.get(ONE.id())).containsExactly("first", "second"));
        assertThat(fanOut.isIdle()).as("the rest of its gateways is not known").isFalse();

        answer(1, BOTH, BOTH);
        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("second"));
        assertThat(received.get(ONE.id())).as("nothing twice").containsExactly("first", "second");
        assertThat(fanOut.isIdle()).isTrue();
    }

    @Test
    void eachGatewayGetsFramesInOrderAndOnceWhileMembersComeAndGo() throws Exception {
        Random random = new Random(7);
        int sent = 0;
        for (int round = 0; round < 60; round++) {
            String frame = "f" + sent++;
            onContext(() -> send(frame));
            Set<NodeId> holding = random.nextBoolean() ? BOTH : Set.of((random.nextBoolean() ? ONE : TWO).id());
            if (random.nextInt(3) > 0) {
                onContext(() -> answerAll(holding));
            }
        }
        await().untilAsserted(() -> {
            onContext(() -> answerAll(BOTH));
            assertThat(fanOut.isIdle()).isTrue();
        });
        String last = "f" + (sent - 1);
        await().untilAsserted(() -> assertThat(received.values())
                .allSatisfy(frames -> assertThat(frames).endsWith(last)));
        assertThat(received.values()).allSatisfy(frames -> assertThat(frames)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.comparingInt(frame -> Integer.parseInt(frame.substring(1)))));
    }

    @Test
    void gatewayWhoseMarkIsMissingOrOldGetsEverything() throws Exception {
        onContext(() -> send("a"));
        answer(0, Set.of(ONE.id()), Set.of(ONE.id()));
        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("a"));

        onContext(() -> send("b"));
        answerMarks(1, Set.of(ONE.id()), Map.of(ONE.id(), MARK, TWO.id(), MARK - 1));
        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("a", "b"));
        assertThat(received.get(ONE.id())).containsExactly("a", "b");
    }

    @Test
    void gatewayThatSaysItDoesNotStandInTheDirectoryGetsEverythingAndItAlone() throws Exception {
        say(TWO, false, 2, List.of());
        onContext(() -> send("a"));
        answer(0, Set.of(), BOTH);

        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("a"));
        assertThat(received.get(ONE.id())).isEmpty();
    }

    @Test
    void gatewayThatWasNeverHeardGetsEverything() throws Exception {
        gateways = gateways();
        fanOut = new FanOut(gateways, USERS);
        onContext(() -> send("a"));
        answer(0, Set.of(), BOTH);

        await().untilAsserted(() -> assertThat(received.values())
                .allSatisfy(frames -> assertThat(frames).containsExactly("a")));
    }

    @Test
    void answerThatIsOlderThanAWordOfItsGatewayIsNotBelieved() throws Exception {
        onContext(() -> send("a"));
        say(TWO, true, 2, List.of(USERS.get(0)));
        answer(0, Set.of(ONE.id()), BOTH);

        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("a"));
    }

    @Test
    void whatAGatewayMissedIsSentWhenItSaysSoOnce() throws Exception {
        onContext(() -> send("a"));
        answer(0, Set.of(ONE.id()), BOTH);
        await().untilAsserted(() -> assertThat(received.get(ONE.id())).containsExactly("a"));

        say(TWO, true, 2, List.of(new UserId(new UUID(1, 9))));
        say(TWO, true, 3, List.of(USERS.get(1)));
        say(TWO, true, 3, List.of(USERS.get(1)));
        say(TWO, false, 4, List.of());
        onContext(() -> send("b"));
        answer(1, Set.of(ONE.id()), BOTH);

        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("a", "b"));
        assertThat(received.get(ONE.id())).containsExactly("a", "b");
    }

    @Test
    void aWordThatWasLostIsMadeUpForByTheNext() throws Exception {
        onContext(() -> send("a"));
        answer(0, Set.of(ONE.id()), BOTH);
        await().untilAsserted(() -> assertThat(received.get(ONE.id())).containsExactly("a"));

        say(TWO, true, 4, List.of(new UserId(new UUID(1, 9))));

        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("a"));
    }

    @Test
    void whatAnotherOwnerMayHaveDecidedOtherwiseIsNotSentLate() throws Exception {
        onContext(() -> send("a"));
        answer(0, Set.of(ONE.id()), BOTH);
        await().untilAsserted(() -> assertThat(received.get(ONE.id())).containsExactly("a"));

        onContext(() -> {
            fanOut.retire();
            return null;
        });
        say(TWO, false, 2, List.of());

        assertThat(meters.counter("rookery.chat.fanout.late").count()).isZero();
    }

    @Test
    void nodeThatIsNoLongerAMemberGetsNothing() throws Exception {
        NodeId dead = new NodeId(new UUID(0, 3));
        onContext(() -> send("a"));
        answer(0, Set.of(dead), BOTH);
        onContext(() -> send("b"));
        answer(1, Set.of(dead, TWO.id()), BOTH);

        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("b"));
        assertThat(received.get(ONE.id())).isEmpty();
        assertThat(meters.counter("rookery.chat.fanout.messages").count()).isEqualTo(1);
    }

    @Test
    void everyGatewayGetsTheFramesWhileTheDirectoryFails() throws Exception {
        onContext(() -> send("a"));
        onContext(() -> {
            directory.asked.get(0).fail("gone");
            return null;
        });
        onContext(() -> send("b"));

        await().untilAsserted(() -> assertThat(received.values())
                .allSatisfy(frames -> assertThat(frames).containsExactly("a", "b")));
        assertThat(directory.asked).as("left alone after a failure").hasSize(1);
        assertThat(meters.counter("rookery.chat.fanout.broadcasts").count()).isEqualTo(2);
    }

    @Test
    void silentDirectoryIsNotWaitedForLong() throws Exception {
        long began = System.nanoTime();
        onContext(() -> send("a"));

        await().untilAsserted(() -> assertThat(received.get(TWO.id())).containsExactly("a"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Patience.LIMIT);
    }

    @Test
    void framesBeyondTheLimitDoNotWaitForTheDirectory() throws Exception {
        List<String> expected = new ArrayList<>();
        onContext(() -> {
            for (int i = 0; i < 600; i++) {
                expected.add("m" + i);
                send("m" + i);
            }
            return null;
        });
        for (int lookup = 0; lookup < directory.asked.size(); lookup++) {
            answer(lookup, BOTH, BOTH);
        }

        await().untilAsserted(() -> assertThat(received.values())
                .allSatisfy(frames -> assertThat(frames).containsExactlyElementsOf(expected)));
    }

    @Test
    void nothingWaitsForTheDirectoryOfAChatThatIsLetGo() throws Exception {
        onContext(() -> send("before"));
        onContext(() -> {
            fanOut.hurry();
            return send("after");
        });
        assertThat(fanOut.isIdle()).isTrue();
        answer(0, Set.of(), BOTH);

        await().untilAsserted(() -> assertThat(received.values())
                .allSatisfy(frames -> assertThat(frames).containsExactly("before", "after")));
    }

    private Void send(String id) {
        fanOut.send(new ServerFrame.Pong(id), null);
        return null;
    }

    private void answer(int lookup, Set<NodeId> holding, Set<NodeId> ready) throws Exception {
        answerMarks(lookup, holding, marks(ready));
    }

    private void answerMarks(int lookup, Set<NodeId> holding, Map<NodeId, Long> marks) throws Exception {
        await().until(() -> directory.asked.size() > lookup);
        onContext(() -> directory.asked.get(lookup).tryComplete(new SessionDirectory.Lookup(holding, marks)));
    }

    private static Map<NodeId, Long> marks(Set<NodeId> ready) {
        return ready.stream().collect(Collectors.toMap(node -> node, node -> MARK));
    }

    private Void answerAll(Set<NodeId> holding) {
        directory.asked.forEach(lookup -> lookup.tryComplete(new SessionDirectory.Lookup(holding, marks(BOTH))));
        return null;
    }

    /** Returns when that turn, and the one in which the directory is asked, are over. */
    private void onContext(Callable<?> work) throws Exception {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> {
            try {
                work.call();
                context.runOnContext(asked -> done.complete());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        done.future().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    private static final class ManualDirectory implements SessionDirectory {
        private final List<Promise<Lookup>> asked = new CopyOnWriteArrayList<>();

        @Override
        public Future<Map<UserId, Set<NodeId>>> whereEach(Collection<UserId> users) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<Lookup>> lookupEach(List<? extends Collection<UserId>> groups, Collection<NodeId> marked) {
            List<Future<Lookup>> lookups = new ArrayList<>();
            for (int i = 0; i < groups.size(); i++) {
                Promise<Lookup> promise = Promise.promise();
                asked.add(promise);
                lookups.add(promise.future());
            }
            return Future.all(lookups).map(all -> all.list());
        }

        @Override
        public Future<Long> write(NodeId gateway, Collection<UserId> here, Collection<UserId> gone, long mark) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<UserId>> confirm(NodeId gateway, Collection<UserId> users) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> forget(NodeId gateway) {
            throw new UnsupportedOperationException();
        }
    }
}
