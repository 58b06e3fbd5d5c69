package dev.rookery.tool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
    private static final int SCHEDULES = 80;
    private static final int MOST_SCHEDULES_TO_NOTICE = 600;

    @Test
    void keepsEveryPromiseAndMeetsEveryFault() {
        Simulation simulation = Simulation.ofRookery();
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            assertThat(simulation.run(seed)).as("seed %d", seed).isEmpty();
        }

        for (Tally.Count count : Tally.Count.values()) {
            assertThat(simulation.tally().of(count)).as(count.name()).isPositive();
        }
    }

    @Test
    void aSeedIsASchedule() {
        Simulation one = Simulation.ofRookery();
        Simulation other = Simulation.ofRookery();
        assertThat(one.run(42)).isEqualTo(other.run(42));

        assertThat(one.events()).isEqualTo(other.events());
        for (Tally.Count count : Tally.Count.values()) {
            assertThat(one.tally().of(count))
                    .as(count.name())
                    .isEqualTo(other.tally().of(count));
        }
    }

    @ParameterizedTest
    @EnumSource(Sabotage.class)
    void noticesThatAProtectionIsMissing(Sabotage sabotage) {
        assertThat(firstViolation(sabotage, "")).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"FENCED_RUNS_ON", "FENCED_ANSWERS", "FENCED_LOOKS_AWAY"})
    void noticesThatAFencedProcessGoesOn(Sabotage sabotage) {
        assertThat(firstViolation(sabotage, "I11: ")).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNFLUSHED_DROP",
                "ACK_BEFORE_HOT",
                "TAIL_UNLISTED",
                "NO_WORKING_OFF",
                "COLD_UNKNOWN",
                "COLD_UNCONFIRMED",
                "HEADS_READ_FIRST"
            })
    void noticesThatASyncMissesWhatWasAcknowledged(Sabotage sabotage) {
        assertThat(firstViolation(sabotage, "I13: a sync ")).isPresent();
    }

    private static Optional<String> firstViolation(Sabotage sabotage, String beginning) {
        Simulation simulation = Simulation.of(sabotage);
        Optional<String> violation = Optional.empty();
        for (long seed = 1; violation.isEmpty() && seed <= MOST_SCHEDULES_TO_NOTICE; seed++) {
            violation = simulation.run(seed).filter(what -> what.startsWith(beginning));
        }
        return violation;
    }
}
