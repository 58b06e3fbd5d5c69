package dev.rookery.gateway.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncGateTest {
    private static final int MANY = 20_000;

    private final SyncGate gate = new SyncGate(2);
    private final List<String> begun = new ArrayList<>();

    @Test
    void onlySoManyAreBegunAndThoseWhoCameFirstGoFirst() {
        Promise<Void> first = Promise.promise();
        Promise<Void> second = Promise.promise();
        Future<Void> one = gate.run(() -> begin("one", first.future()));
        Future<Void> two = gate.run(() -> begin("two", second.future()));
        Future<Void> three = gate.run(() -> begin("three", Future.succeededFuture()));
        Future<Void> four = gate.run(() -> begin("four", Future.failedFuture("no")));

        assertThat(begun).containsExactly("one", "two");
        second.complete();
        assertThat(begun).containsExactly("one", "two", "three", "four");
        assertThat(one.isComplete()).isFalse();
        assertThat(two.succeeded() && three.succeeded() && four.failed()).isTrue();
    }

    @Test
    void aRequestThatThrowsGivesItsPlaceBack() {
        for (int i = 0; i < 3; i++) {
            Future<Void> failed = gate.run(() -> {
                throw new IllegalStateException("broken");
            });
            assertThat(failed.failed()).isTrue();
        }

        assertThat(gate.run(() -> begin("next", Future.succeededFuture())).succeeded())
                .isTrue();
    }

    /** As when thousands of clients come back while the owners of their chats are gone, so that each ask fails at once. */
    @Test
    void manyThatHaveTheirOutcomeAtOnceAndAskAgainDoNotFillTheStack() {
        Promise<Void> busy = Promise.promise();
        List<Future<Void>> all = new ArrayList<>();
        all.add(gate.run(busy::future));
        all.add(gate.run(busy::future));
        for (int i = 0; i < MANY; i++) {
            all.add(gate.run(() -> Future.<Void>failedFuture("gone"))
                    .recover(gone -> gate.run(() -> Future.<Void>succeededFuture())));
        }

        busy.complete();

        assertThat(all).allMatch(Future::succeeded);
    }

    private Future<Void> begin(String name, Future<Void> outcome) {
        begun.add(name);
        return outcome;
    }
}
