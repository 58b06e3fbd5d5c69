package dev.rookery.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.bus.message.BusEvent.DirectoryStanding;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DirectoryKeeperTest {
    private final NodeId self = new NodeId(UUID.randomUUID());
    private final HandDirectory directory = new HandDirectory();
    private final List<DirectoryStanding> said = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5;
    private final DirectoryKeeper keeper = new DirectoryKeeper(
            Runnable::run, directory, self, new GatewayMeters(new SimpleMeterRegistry()), said::add, () -> now);
    private final UserId ada = new UserId(UUID.randomUUID());
    private final UserId bob = new UserId(UUID.randomUUID());

    private void tick() {
        tick(Duration.ofSeconds(1));
    }

    private void tick(Duration later) {
        now += later.toNanos();
        keeper.tick();
    }

    private DirectoryStanding word() {
        return said.get(said.size() - 1);
    }

    private void settle() {
        tick();
        directory.succeed("write +0 -0");
        assertThat(word().settled()).isTrue();
    }

    /** Ada is here, and stands in the directory. */
    private void settleWithAda() {
        settle();
        var added = keeper.add(ada);
        directory.succeed("write +1 -0");
        assertThat(added.succeeded()).isTrue();
    }

    @Test
    void aNodeWithoutUsersIsSettledOnceTheDirectoryTakesItsMark() {
        tick();
        assertThat(word().settled()).isFalse();

        directory.succeed("write +0 -0");

        assertThat(word().settled()).isTrue();
        assertThat(word().mark()).isEqualTo(directory.mark);
        assertThat(directory.pending()).isEmpty();
    }

    @Test
    void itSaysHowThingsStandEverySecondWhateverTheDirectoryDoes() {
        settle();
        int before = said.size();
        tick();
        tick();
        tick();
        assertThat(said).hasSizeGreaterThanOrEqualTo(before + 3);
    }

    @Test
    void aUserWaitsForTheEntry() {
        settle();

        Future<Void> added = keeper.add(ada);

        assertThat(added.isComplete()).isFalse();
        directory.succeed("write +1 -0");
        assertThat(added.succeeded()).isTrue();
    }

    @Test
    void changesThatComeMeanwhileShareTheNextBatch() {
        settle();
        var first = keeper.add(ada);
        var second = keeper.add(bob);
        var third = keeper.add(new UserId(UUID.randomUUID()));

        directory.succeed("write +1 -0");
        assertThat(first.succeeded()).isTrue();
        assertThat(second.isComplete()).isFalse();
        directory.succeed("write +2 -0");
        assertThat(second.succeeded()).isTrue();
        assertThat(third.succeeded()).isTrue();
    }

    @Test
    void aUserWhoComesAndGoesDuringABatchEndsUpAsTheyAre() {
        settle();
        var added = keeper.add(ada);
        keeper.remove(ada);
        var again = keeper.add(ada);
        keeper.remove(ada);

        directory.succeed("write +1 -0");
        directory.succeed("write +0 -1");

        assertThat(added.succeeded()).isTrue();
        assertThat(again.succeeded()).isTrue();
        assertThat(directory.pending()).isEmpty();
    }

    @Test
    void aRefusedWriteIsSaidBeforeWhoWaitsGoesOnAndRepeatedWithTheNextTick() {
        settleWithAda();
        long term = word().term();
        var added = keeper.add(bob);

        directory.fail("write +1 -0");

        assertThat(word().settled()).isFalse();
        assertThat(word().term()).isEqualTo(term + 1);
        assertThat(added.succeeded()).isTrue();
        assertThat(directory.pending()).as("left alone until the next tick").isEmpty();

        tick();
        directory.succeed("write +0 -0");
        directory.succeed("write +1 -0");
        assertThat(word().settled()).isTrue();
        assertThat(word().term()).as("what was missed is said already").isEqualTo(term + 1);
        assertThat(directory.pending()).as("what stood there stands there").containsExactly("confirm 2");
    }

    @Test
    void aDirectoryThatTakesNoWritesIsFoundOutWithoutAnyChange() {
        settleWithAda();
        tick();
        directory.succeed("write +0 -0");
        directory.succeed("confirm 1");
        tick(Duration.ofMillis(700));

        directory.fail("write +0 -0");

        assertThat(word().settled()).isFalse();
        assertThat(word().sinceMs()).as("when it was surely right").isEqualTo(700);
        assertThat(word().missed()).isEmpty();
        tick();
        assertThat(word().sinceMs()).isEqualTo(1_700);
    }

    @Test
    void nobodyWaitsWhileThisNodeIsSentEverything() {
        assertThat(keeper.add(ada).succeeded()).isTrue();
        assertThat(directory.pending()).isEmpty();

        tick();
        directory.succeed("write +0 -0");
        assertThat(word().settled()).as("ada does not stand there yet").isFalse();
        directory.succeed("write +1 -0");
        assertThat(word().settled()).isTrue();
    }

    @Test
    void nobodyWaitsForADirectoryThatIsSilentForASecond() {
        settle();
        var added = keeper.add(ada);

        tick(DirectoryKeeper.PATIENCE.plusMillis(1));

        assertThat(added.succeeded()).isTrue();
        assertThat(word().settled()).isFalse();
        directory.succeed("write +1 -0");
        directory.succeed("write +0 -0");
        assertThat(word().settled()).as("it answered after all").isTrue();
    }

    @Test
    void anEmptiedDirectoryIsFilledAgain() {
        settleWithAda();
        directory.mark = SessionDirectory.NO_MARK;
        tick();

        directory.succeed("write +0 -0");

        assertThat(word().settled()).isFalse();
        directory.succeed("write +1 -0");
        assertThat(word().settled()).isTrue();
    }

    @Test
    void aDirectoryThatWentBackToAnOlderStateIsFilledAgainAlsoIfAnotherWriteFindsIt() {
        settleWithAda();
        directory.mark--;

        var added = keeper.add(bob);
        directory.succeed("write +1 -0");

        assertThat(added.succeeded()).isTrue();
        assertThat(word().settled()).isFalse();
        directory.succeed("write +2 -0");
        assertThat(word().settled()).isTrue();
    }

    @Test
    void aWriteThatWasDoneAlthoughItFailedIsNoOlderState() {
        settleWithAda();
        tick();
        directory.mark++;
        directory.fail("write +0 -0");

        tick();
        directory.succeed("write +0 -0");

        assertThat(word().settled()).isTrue();
        assertThat(directory.pending()).as("nobody is written again").containsExactly("confirm 1");
    }

    @Test
    void entriesThatAreNotThereAreFoundAndSaidWithTheirUsers() {
        settleWithAda();
        long term = word().term();
        tick();
        directory.succeed("write +0 -0");

        directory.answer("confirm 1", List.of(ada));
        tick();

        assertThat(word().settled()).as("they are there again").isTrue();
        assertThat(word().term()).isEqualTo(term + 1);
        assertThat(word().missed()).containsExactly(ada);
        assertThat(word().sinceMs()).isEqualTo(DirectoryKeeper.WINDOW.toMillis());
    }

    @Test
    void everyEntryIsLookedAtWithinARoundWhoeverComesAndGoes() {
        settle();
        List<UserId> users = IntStream.range(0, 5_000)
                .mapToObj(user -> new UserId(UUID.randomUUID()))
                .toList();
        users.forEach(user -> keeper.add(user).onComplete(written -> {}));
        directory.succeedAll();
        directory.confirmed.clear();

        for (int second = 0; second <= DirectoryKeeper.ROUND.toSeconds(); second++) {
            var added = keeper.add(new UserId(UUID.randomUUID()));
            tick();
            directory.succeedAll();
            assertThat(added.succeeded()).isTrue();
        }

        assertThat(directory.confirmed).containsAll(users);
        assertThat(directory.confirmations).as("a part at a time").isLessThan(5_600);
    }

    @Test
    void departuresDuringAnOutageAreNotForgotten() {
        settleWithAda();
        keeper.remove(ada);
        directory.fail("write +0 -1");

        tick();
        directory.succeed("write +0 -0");
        directory.succeed("write +0 -1");
        assertThat(word().settled()).isTrue();
    }

    @Test
    void everybodyIsRegisteredInBatches() {
        IntStream.range(0, 1_200).forEach(user -> assertThat(
                        keeper.add(new UserId(UUID.randomUUID())).succeeded())
                .isTrue());
        tick();

        directory.succeed("write +0 -0");
        directory.succeed("write +500 -0");
        directory.succeed("write +500 -0");
        directory.succeed("write +200 -0");
        assertThat(word().settled()).isTrue();
    }

    @Test
    void whatIsRememberedOfALongOutageIsBounded() {
        for (int i = 0; i < DirectoryKeeper.MAX_CHANGES + 10; i++) {
            UserId passing = new UserId(UUID.randomUUID());
            assertThat(keeper.add(passing).succeeded()).isTrue();
            keeper.remove(passing);
        }
        assertThat(keeper.add(ada).succeeded()).isTrue();

        tick();
        directory.succeedAll();
        assertThat(word().settled()).isTrue();
        assertThat(directory.written).contains(ada);
    }

    @Test
    void everybodyIsWrittenAgainAfterSomeHours() {
        settleWithAda();
        tick(Duration.ofHours(7));

        directory.succeed("write +0 -0");
        directory.succeed("write +1 -0");
        assertThat(word().settled()).isTrue();
    }

    @Test
    void aStoppedKeeperLeavesAndIsSilent() {
        settle();
        var stopped = keeper.stop();
        directory.succeed("forget");
        assertThat(stopped.succeeded()).isTrue();
        int before = said.size();

        keeper.remove(ada);
        tick();

        assertThat(keeper.add(ada).succeeded()).isTrue();
        assertThat(directory.pending()).isEmpty();
        assertThat(said).hasSize(before);
    }

    /** A directory whose every operation waits until the test decides. */
    private static final class HandDirectory implements SessionDirectory {
        private record Operation(String name, Promise<Object> promise, Runnable effect) {}

        private final Deque<Operation> waiting = new ArrayDeque<>();
        private final Set<UserId> written = new HashSet<>();
        private final Set<UserId> confirmed = new HashSet<>();
        private int confirmations;
        private long mark = NO_MARK;

        List<String> pending() {
            List<String> names = new ArrayList<>();
            waiting.forEach(operation -> names.add(operation.name()));
            return names;
        }

        void succeed(String name) {
            assertThat(pending()).first().isEqualTo(name);
            succeedNext();
        }

        void succeedAll() {
            while (!waiting.isEmpty()) {
                succeedNext();
            }
        }

        private void succeedNext() {
            Operation next = waiting.remove();
            long before = mark;
            next.effect().run();
            next.promise().complete(next.name().startsWith("confirm") ? List.of() : before);
        }

        void answer(String name, Object result) {
            assertThat(pending()).first().isEqualTo(name);
            waiting.remove().promise().complete(result);
        }

        void fail(String name) {
            assertThat(pending()).first().isEqualTo(name);
            waiting.remove().promise().fail("gone");
        }

        @SuppressWarnings("unchecked")
        private <T> Future<T> begin(String name, Runnable effect) {
            Promise<Object> promise = Promise.promise();
            waiting.add(new Operation(name, promise, effect));
            return promise.future().map(answer -> (T) answer);
        }

        @Override
        public Future<Long> write(NodeId gateway, Collection<UserId> here, Collection<UserId> gone, long next) {
            return begin("write +" + here.size() + " -" + gone.size(), () -> {
                written.addAll(here);
                mark = next;
            });
        }

        @Override
        public Future<List<UserId>> confirm(NodeId gateway, Collection<UserId> users) {
            confirmations += users.size();
            return begin("confirm " + users.size(), () -> confirmed.addAll(users));
        }

        @Override
        public Future<Void> forget(NodeId gateway) {
            return begin("forget", () -> {}).mapEmpty();
        }

        @Override
        public Future<Map<UserId, Set<NodeId>>> whereEach(Collection<UserId> users) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<Lookup>> lookupEach(List<? extends Collection<UserId>> groups, Collection<NodeId> marked) {
            throw new UnsupportedOperationException();
        }
    }
}
