package dev.rookery.ownership.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.store.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfirmGateTest {
    private final List<String> effects = new ArrayList<>();
    private final ConfirmGate gate = new ConfirmGate(new ConfirmGate.Effects() {
        @Override
        public void readOwnSession(long read) {
            effects.add("read " + read);
        }

        @Override
        public void pause() {
            effects.add("pause");
        }

        @Override
        public void confirmed(long ticket) {
            effects.add("confirmed " + ticket);
        }

        @Override
        public void over(SessionState state) {
            effects.add("over " + state);
        }
    });

    @Test
    void readsOnlyWhenSomebodyWaits() {
        assertThat(effects).isEmpty();

        gate.ask();

        assertThat(effects).containsExactly("pause", "read 1");
    }

    @Test
    void doesNotConfirmWhatWasAskedAfterTheReadBegan() {
        gate.ask();
        gate.ask();

        gate.answered(1, SessionState.ALIVE);

        assertThat(effects).containsExactly("pause", "read 1", "confirmed 1");
        gate.paused();
        gate.answered(2, SessionState.ALIVE);
        assertThat(effects).endsWith("pause", "read 2", "confirmed 2");
    }

    @Test
    void confirmsNothingWhileTheStoreIsLostAndThenByLaterReadsOnly() {
        gate.ask();
        gate.lost();
        gate.answered(1, SessionState.ALIVE);
        gate.paused();
        gate.ask();
        assertThat(effects).containsExactly("pause", "read 1");

        gate.mended();
        gate.answered(1, SessionState.ALIVE);
        assertThat(effects).containsExactly("pause", "read 1", "pause", "read 2");
        gate.answered(2, SessionState.ALIVE);

        assertThat(effects).endsWith("confirmed 2");
    }

    @Test
    void sharesOneReadAmongAllThatWait() {
        gate.ask();
        gate.answered(1, SessionState.ALIVE);
        gate.ask();
        gate.ask();
        gate.ask();
        effects.clear();

        gate.paused();
        gate.answered(2, SessionState.ALIVE);

        assertThat(effects).containsExactly("pause", "read 2", "confirmed 4");
    }

    @Test
    void slowReadDoesNotHoldUpTheNext() {
        gate.ask();
        gate.ask();
        gate.paused();

        gate.answered(2, SessionState.ALIVE);
        gate.answered(1, SessionState.ALIVE);

        assertThat(effects).containsExactly("pause", "read 1", "pause", "read 2", "confirmed 2");
    }

    @Test
    void readsOfWhichTheEarlierAnswersFirstConfirmEachItsOwn() {
        gate.ask();
        gate.ask();
        gate.paused();

        gate.answered(1, SessionState.ALIVE);
        assertThat(effects).endsWith("read 2", "confirmed 1");

        gate.answered(2, SessionState.ALIVE);
        assertThat(effects).endsWith("confirmed 2");
    }

    @Test
    void beginsOnlyAFewReadsThatAreNotAnswered() {
        for (int i = 0; i < 10; i++) {
            gate.ask();
            gate.paused();
        }

        assertThat(effects).filteredOn(effect -> effect.startsWith("read")).hasSize(4);
        gate.answered(3, SessionState.ALIVE);
        assertThat(effects).endsWith("confirmed 3", "pause", "read 5");
        gate.answered(5, SessionState.ALIVE);
        assertThat(effects).endsWith("confirmed 10");
    }

    @Test
    void readsAgainAfterAFailedReadAndConfirmsNothingFromIt() {
        gate.ask();
        gate.answered(1, null);
        gate.paused();

        assertThat(effects).containsExactly("pause", "read 1", "pause", "read 2");
    }

    @Test
    void readsAgainWhenTheOnlyReadThatServesAWaiterFails() {
        gate.ask();
        gate.ask();
        gate.paused();
        gate.paused();

        gate.answered(2, null);

        assertThat(effects).containsExactly("pause", "read 1", "pause", "read 2", "pause", "read 3");
    }

    @Test
    void restsWhenNobodyWaitsAnyMore() {
        gate.ask();
        gate.answered(1, SessionState.ALIVE);
        gate.paused();

        assertThat(effects).containsExactly("pause", "read 1", "confirmed 1");
    }

    @Test
    void confirmsNothingOnceTheSessionIsOver() {
        gate.ask();
        gate.ask();
        gate.paused();
        gate.answered(1, SessionState.FENCED);
        gate.ask();
        gate.answered(2, SessionState.ALIVE);
        gate.paused();

        assertThat(effects).containsExactly("pause", "read 1", "pause", "read 2", "over FENCED");
        assertThat(gate.isOver()).isTrue();
    }
}
