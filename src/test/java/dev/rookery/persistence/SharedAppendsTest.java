package dev.rookery.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.ChatId;
import dev.rookery.store.MessageLog;
import dev.rookery.store.MessageLog.Append;
import dev.rookery.testkit.Patience;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedAppendsTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Request> requests = new ArrayList<>();
    private Context loop;
    private SharedAppends appends;

    private record Request(List<Append> appends, List<Promise<Void>> outcomes) {}

    @BeforeEach
    void create() throws Exception {
        loop = vertx.getOrCreateContext();
        appends = onLoop(() -> new SharedAppends(loop, this::store));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(Patience.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void appendsOfOneTurnGoTogether() throws Exception {
        List<Future<Void>> outcomes = add(3);

        assertThat(sizes()).containsExactly(3);
        answer(0);
        assertThat(onLoop(() -> outcomes.stream().allMatch(Future::succeeded))).isTrue();
    }

    @Test
    void oneAloneDoesNotWaitForCompany() throws Exception {
        add(1);
        add(1);

        assertThat(sizes()).containsExactly(1, 1);
    }

    @Test
    void thoseThatComeWhileEnoughIsUnderWayGoTogetherLater() throws Exception {
        for (int i = 0; i < SharedAppends.MAX_UNDER_WAY; i++) {
            add(1);
        }
        for (int i = 0; i < MessageLog.MAX_TOGETHER + 2; i++) {
            add(1);
        }
        assertThat(sizes()).hasSize(SharedAppends.MAX_UNDER_WAY).containsOnly(1);

        answer(0);
        answer(1);

        assertThat(sizes()).endsWith(1, MessageLog.MAX_TOGETHER, 2);
    }

    @Test
    void eachHasItsOwnOutcomeAndTheRestGoesOn() throws Exception {
        List<Future<Void>> first = add(2);
        onLoop(() -> {
            requests.get(0).outcomes().get(0).fail("lost");
            requests.get(0).outcomes().get(1).complete();
            return null;
        });

        assertThat(onLoop(() -> first.get(0).failed() && first.get(1).succeeded()))
                .isTrue();
        for (int i = 0; i < SharedAppends.MAX_UNDER_WAY; i++) {
            add(1);
        }
        assertThat(sizes()).hasSize(1 + SharedAppends.MAX_UNDER_WAY);
    }

    private List<Future<Void>> store(List<Append> together) {
        List<Promise<Void>> outcomes =
                together.stream().map(append -> Promise.<Void>promise()).toList();
        requests.add(new Request(together, outcomes));
        return outcomes.stream().map(Promise::future).toList();
    }

    @CanIgnoreReturnValue
    private List<Future<Void>> add(int count) throws Exception {
        return onLoop(() -> {
            List<Future<Void>> outcomes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                outcomes.add(appends.add(new Append(new ChatId(UUID.randomUUID()), 1, List.of())));
            }
            return outcomes;
        });
    }

    private void answer(int request) throws Exception {
        onLoop(() -> {
            requests.get(request).outcomes().forEach(Promise::complete);
            return null;
        });
    }

    private List<Integer> sizes() throws Exception {
        return onLoop(
                () -> requests.stream().map(request -> request.appends().size()).toList());
    }

    /** Each call is a turn of its own, after what the turns before left to do. */
    @CanIgnoreReturnValue
    private <T> T onLoop(Callable<T> work) throws Exception {
        Promise<T> done = Promise.promise();
        loop.runOnContext(turn -> loop.runOnContext(later -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.fail(e);
            }
        }));
        return done.future().await(Patience.SECONDS, TimeUnit.SECONDS);
    }
}
