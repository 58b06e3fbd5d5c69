package dev.rookery.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.SessionDirectory;
import dev.rookery.telemetry.GatewayMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DirectoryKeeperTest {
    private final NodeId self = new NodeId(UUID.randomUUID());
    private final HandDirectory directory = new HandDirectory();
    private final DirectoryKeeper keeper =
            new DirectoryKeeper(Runnable::run, directory, self, new GatewayMeters(new SimpleMeterRegistry()));
    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId bob = new UserId(UUID.randomUUID());
    private long now = 1;

    private void tick() {
        now += Duration.ofSeconds(1).toNanos();
        keeper.tick(now);
    }

    private void becomeReady() {
        tick();
        directory.succeed("forget");
        directory.succeed("markReady");
    }

    @Test
    void aNodeWithoutUsersBecomesReady() {
        becomeReady();

        assertThat(directory.pending()).isEmpty();
    }

    @Test
    void aUserWaitsForTheEntry() {
        becomeReady();

        Future<Void> added = keeper.add(ada);

        assertThat(added.isComplete()).isFalse();
        directory.succeed("add 1");
        assertThat(added.succeeded()).isTrue();
    }

    @Test
    void changesThatComeMeanwhileShareTheNextBatch() {
        becomeReady();
        var first = keeper.add(ada);
        var second = keeper.add(bob);
        var third = keeper.add(new UserId(UUID.randomUUID()));

        assertThat(directory.pending()).containsExactly("add 1");
        directory.succeed("add 1");
        assertThat(first.succeeded()).isTrue();
        assertThat(second.isComplete()).isFalse();
        directory.succeed("add 2");
        assertThat(second.succeeded()).isTrue();
        assertThat(third.succeeded()).isTrue();
    }

    @Test
    void aUserWhoComesAndGoesDuringABatchEndsUpAsTheyAre() {
        becomeReady();
        var added = keeper.add(ada);
        keeper.remove(ada);
        var again = keeper.add(ada);
        keeper.remove(ada);

        directory.succeed("add 1");
        directory.succeed("remove 1");

        assertThat(added.succeeded()).isTrue();
        assertThat(again.succeeded()).isTrue();
        assertThat(directory.pending()).isEmpty();
    }

    @Test
    void afterAFailureTheClaimIsWithdrawnBeforeAnybodyIsToldAndEverybodyIsRegisteredAgain() {
        becomeReady();
        var known = keeper.add(bob);
        directory.succeed("add 1");
        var added = keeper.add(ada);

        directory.fail("add 1");
        assertThat(added.isComplete()).isFalse();
        directory.fail("forget");
        assertThat(added.succeeded()).isTrue();
        assertThat(known.succeeded()).isTrue();
        assertThat(directory.pending()).isEmpty();

        tick();
        directory.succeed("forget");
        directory.succeed("add 2");
        directory.succeed("markReady");
        assertThat(directory.pending()).isEmpty();
    }

    @Test
    void nobodyWaitsWhileTheNodeDoesNotClaimToBeReady() {
        var added = keeper.add(ada);

        assertThat(added.succeeded()).isTrue();
        assertThat(directory.pending()).isEmpty();
    }

    @Test
    void whoComesDuringARegistrationStandsThereBeforeTheClaim() {
        assertThat(keeper.add(ada).succeeded()).isTrue();
        tick();
        directory.succeed("forget");

        var added = keeper.add(bob);

        assertThat(added.succeeded()).isTrue();
        directory.succeed("add 1");
        directory.succeed("add 1");
        directory.succeed("markReady");
    }

    @Test
    void whoComesWhileTheClaimIsUnderWayWaits() {
        tick();
        directory.succeed("forget");
        var added = keeper.add(ada);

        assertThat(added.isComplete()).isFalse();
        directory.succeed("markReady");
        assertThat(added.isComplete()).isFalse();
        directory.succeed("add 1");
        assertThat(added.succeeded()).isTrue();
    }

    @Test
    void anEmptiedDirectoryIsFilledAgain() {
        becomeReady();
        var added = keeper.add(ada);
        directory.succeed("add 1");
        tick();

        directory.answer("isReady", false);

        directory.succeed("add 1");
        directory.succeed("markReady");
        assertThat(added.succeeded()).isTrue();
    }

    @Test
    void anUnansweredCheckChangesNothing() {
        becomeReady();
        tick();

        directory.fail("isReady");

        assertThat(directory.pending()).isEmpty();
        tick();
        directory.answer("isReady", true);
        assertThat(directory.pending()).isEmpty();
    }

    @Test
    void departuresDuringAnOutageAreNotForgotten() {
        becomeReady();
        var added = keeper.add(ada);
        directory.succeed("add 1");
        keeper.remove(ada);
        directory.fail("remove 1");
        directory.fail("forget");

        tick();
        directory.succeed("forget");
        directory.succeed("remove 1");
        directory.succeed("markReady");
        assertThat(added.succeeded()).isTrue();
    }

    @Test
    void everybodyIsRegisteredInBatches() {
        List<Future<Void>> added = IntStream.range(0, 1_200)
                .mapToObj(user -> keeper.add(new UserId(UUID.randomUUID())))
                .toList();
        tick();
        directory.succeed("forget");

        directory.succeed("add 500");
        directory.succeed("add 500");
        directory.succeed("add 200");
        directory.succeed("markReady");
        assertThat(added).allMatch(Future::succeeded);
    }

    @Test
    void everybodyIsRegisteredAgainAfterSomeHours() {
        becomeReady();
        var added = keeper.add(ada);
        directory.succeed("add 1");
        now += Duration.ofHours(7).toNanos();
        tick();

        directory.succeed("add 1");
        directory.succeed("markReady");
        assertThat(added.succeeded()).isTrue();
    }

    @Test
    void aStoppedKeeperLeavesAndIsSilent() {
        becomeReady();
        var stopped = keeper.stop();
        directory.succeed("forget");
        assertThat(stopped.succeeded()).isTrue();

        keeper.remove(ada);
        tick();

        assertThat(keeper.add(ada).succeeded()).isTrue();
        assertThat(directory.pending()).isEmpty();
    }

    /** A directory whose every operation waits until the test decides. */
    private static final class HandDirectory implements SessionDirectory {
        private record Operation(String name, Promise<Object> promise) {}

        private final Deque<Operation> waiting = new ArrayDeque<>();

        List<String> pending() {
            List<String> names = new ArrayList<>();
            waiting.forEach(operation -> names.add(operation.name()));
            return names;
        }

        void succeed(String name) {
            answer(name, null);
        }

        void answer(String name, Object result) {
            next(name).complete(result);
        }

        void fail(String name) {
            next(name).fail("gone");
        }

        private Promise<Object> next(String name) {
            assertThat(pending()).first().isEqualTo(name);
            return waiting.remove().promise();
        }

        private <T> Future<T> begin(String name, Class<T> type) {
            Promise<Object> promise = Promise.promise();
            waiting.add(new Operation(name, promise));
            return promise.future().map(type::cast);
        }

        @Override
        public Future<Void> add(NodeId gateway, Collection<UserId> users) {
            return begin("add " + users.size(), Void.class);
        }

        @Override
        public Future<Void> remove(NodeId gateway, Collection<UserId> users) {
            return begin("remove " + users.size(), Void.class);
        }

        @Override
        public Future<Void> markReady(NodeId gateway) {
            return begin("markReady", Void.class);
        }

        @Override
        public Future<Boolean> isReady(NodeId gateway) {
            return begin("isReady", Boolean.class);
        }

        @Override
        public Future<Void> forget(NodeId gateway) {
            return begin("forget", Void.class);
        }

        @Override
        public Future<List<Lookup>> lookupEach(List<? extends Collection<UserId>> groups) {
            throw new UnsupportedOperationException();
        }
    }
}
