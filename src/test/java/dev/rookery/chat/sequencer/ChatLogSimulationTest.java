package dev.rookery.chat.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rookery.chat.sequencer.LogSimulation.Event;
import dev.rookery.chat.sequencer.LogSimulation.Sabotage;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChatLogSimulationTest {
    private static final int SCHEDULES = 200;
    private static final int STEPS = 1_000;

    @Test
    void everyScheduleKeepsTheInvariants() {
        Map<Event, Integer> events = new EnumMap<>(Event.class);
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            LogSimulation simulation = new LogSimulation(seed, null);
            try {
                simulation.run(STEPS);
            } catch (LogChecker.Violation e) {
                fail("seed " + seed + ": " + e.getMessage());
            }
            simulation.events().forEach((event, count) -> events.merge(event, count, Integer::sum));
        }

        assertThat(events).containsOnlyKeys(Event.values());
        assertThat(events).allSatisfy((event, count) -> assertThat(count).isGreaterThan(SCHEDULES));
    }

    @ParameterizedTest
    @EnumSource(Sabotage.class)
    void checkerFindsWhatHappensWithoutAProtection(Sabotage sabotage) {
        long caught = LongStream.rangeClosed(1, 20)
                .filter(seed -> violates(new LogSimulation(seed, sabotage)))
                .count();

        assertThat(caught).isGreaterThanOrEqualTo(10);
    }

    private static boolean violates(LogSimulation simulation) {
        try {
            simulation.run(STEPS);
            return false;
        } catch (LogChecker.Violation expected) {
            return true;
        }
    }
}
