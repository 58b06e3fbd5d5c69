package dev.rookery.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.store.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfirmGateTest {
    private final List<String> effects = new ArrayList<>();
    private final ConfirmGate gate = new ConfirmGate(new ConfirmGate.Effects() {
        @Override
        public void readOwnSession() {
            effects.add("read");
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

        assertThat(effects).containsExactly("read");
    }

    @Test
    void doesNotConfirmWhatWasAskedAfterTheReadBegan() {
        gate.ask();
        gate.ask();

        gate.answered(SessionState.ALIVE);

        assertThat(effects).containsExactly("read", "pause", "confirmed 1");
        gate.paused();
        gate.answered(SessionState.ALIVE);
        assertThat(effects).endsWith("read", "pause", "confirmed 2");
    }

    @Test
    void sharesOneReadAmongAllThatWait() {
        gate.ask();
        gate.answered(SessionState.ALIVE);
        gate.ask();
        gate.ask();
        gate.ask();
        effects.clear();

        gate.paused();
        gate.answered(SessionState.ALIVE);

        assertThat(effects).containsExactly("read", "pause", "confirmed 4");
    }

    @Test
    void readsAgainAfterAFailedReadAndConfirmsNothingFromIt() {
        gate.ask();
        gate.answered(null);
        gate.paused();

        assertThat(effects).containsExactly("read", "pause", "read");
    }

    @Test
    void restsWhenNobodyWaitsAnyMore() {
        gate.ask();
        gate.answered(SessionState.ALIVE);
        gate.paused();

        assertThat(effects).containsExactly("read", "pause", "confirmed 1");
    }

    @Test
    void confirmsNothingOnceTheSessionIsOver() {
        gate.ask();
        gate.answered(SessionState.FENCED);
        gate.ask();
        gate.answered(SessionState.ALIVE);
        gate.paused();

        assertThat(effects).containsExactly("read", "over FENCED");
        assertThat(gate.isOver()).isTrue();
    }
}
