package dev.rookery.tool.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private static final long SECOND = 1_000_000_000L;

    private final Random random = new Random(1);
    private final Balancer balancer =
            new Balancer(List.of(URI.create("http://a"), URI.create("http://b"), URI.create("http://c")));

    @Test
    void aSteadyCrowdGoesWhereTheFewestAre() {
        balancer.steady(true);
        balancer.entered(0);
        balancer.entered(0);
        balancer.entered(1);

        assertThat(balancer.next(random, SECOND)).isEqualTo(2);
        balancer.entered(2);
        balancer.entered(2);
        assertThat(balancer.next(random, SECOND)).isEqualTo(1);
        balancer.left(0);
        balancer.left(0);
        assertThat(balancer.next(random, SECOND)).isZero();
    }

    @Test
    void aNodeThatDidNotAnswerIsLeftAloneForASecond() {
        balancer.steady(true);
        balancer.entered(1);
        balancer.entered(2);
        balancer.entered(2);
        balancer.failed(0, SECOND);

        assertThat(balancer.next(random, SECOND + 1)).isEqualTo(1);
        assertThat(balancer.next(random, 3 * SECOND)).isZero();
    }

    @Test
    void otherwiseEveryNodeIsTried() {
        balancer.entered(0);

        assertThat(random.ints(50).map(seed -> balancer.next(random, SECOND)).boxed())
                .contains(0, 1, 2);
    }
}
