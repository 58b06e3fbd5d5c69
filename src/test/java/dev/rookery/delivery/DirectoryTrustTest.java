package dev.rookery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DirectoryTrustTest {
    private static final long PAUSE = DirectoryTrust.PAUSE.toNanos();
    private final Throwable silence = new TimeoutException("silence");

    private long now = Long.MAX_VALUE - PAUSE / 2;
    private final DirectoryTrust trust = new DirectoryTrust(() -> now);

    @Test
    void allMayAskWhileItAnswers() {
        assertThat(trust.mayAsk()).isTrue();
        assertThat(trust.mayAsk()).isTrue();
    }

    @Test
    void afterAFailureNobodyAsksForAWhile() {
        trust.failed(silence);
        assertThat(trust.mayAsk()).isFalse();
        now += PAUSE - 1;
        assertThat(trust.mayAsk()).isFalse();
    }

    @Test
    void thenOneFindsOutForAll() {
        trust.failed(silence);
        now += PAUSE;
        assertThat(trust.mayAsk()).isTrue();
        assertThat(trust.mayAsk()).isFalse();

        trust.failed(silence);
        assertThat(trust.mayAsk()).isFalse();
        now += PAUSE;
        assertThat(trust.mayAsk()).isTrue();
        trust.answered();
        assertThat(trust.mayAsk()).isTrue();
        assertThat(trust.mayAsk()).isTrue();
    }

    @Test
    void aLateAnswerToAnEarlierQuestionIsAsGoodAsAnyOther() {
        trust.failed(silence);
        trust.answered();
        assertThat(trust.mayAsk()).isTrue();
    }
}
