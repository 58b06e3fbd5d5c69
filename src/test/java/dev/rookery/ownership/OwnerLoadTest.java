package dev.rookery.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnerLoadTest {
    private static final int LEAST = 4;

    private final OwnerLoad load = new OwnerLoad(LEAST, 100);
    private final NodeId owner = new NodeId(UUID.randomUUID());
    private final List<Promise<String>> underWay = new ArrayList<>();

    @Test
    void whatWouldOnlyWaitIsRefusedAndSaysWhenToComeAgain() {
        fill();

        assertThat(ask(owner).cause()).isInstanceOfSatisfying(RookeryException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refusal.retryAfter()).isPresent();
        });
    }

    @Test
    void anotherOwnerIsNotConcerned() {
        fill();

        assertThat(ask(new NodeId(UUID.randomUUID())).isComplete()).isFalse();
    }

    @Test
    void anAnswerMakesRoomForMore() {
        int before = fill();

        List.copyOf(underWay).forEach(promise -> promise.complete("stored"));
        underWay.clear();

        assertThat(fill()).isGreaterThan(before);
    }

    @Test
    void silenceMakesLessButNeverLessThanTheLeast() {
        for (int round = 0; round < 20; round++) {
            fill();
            List.copyOf(underWay)
                    .forEach(promise -> promise.fail(new RookeryException(ErrorCode.OWNER_UNAVAILABLE, "silent")));
            underWay.clear();
        }

        assertThat(fill()).isEqualTo(LEAST);
    }

    @Test
    void aRefusalOfTheOwnerOnlyFreesThePlace() {
        int before = fill();
        List.copyOf(underWay)
                .forEach(promise -> promise.fail(new RookeryException(ErrorCode.WRONG_OWNER, "somebody else")));
        underWay.clear();

        assertThat(fill()).isEqualTo(before);
    }

    /** Asks until it is refused; says how many wait now. */
    @CanIgnoreReturnValue
    private int fill() {
        int asked = underWay.size();
        while (!ask(owner).failed()) {
            asked++;
        }
        assertThat(asked).isLessThanOrEqualTo(100);
        return asked;
    }

    private Future<String> ask(NodeId whom) {
        return load.within(whom, () -> {
            Promise<String> promise = Promise.promise();
            underWay.add(promise);
            return promise.future();
        });
    }
}
