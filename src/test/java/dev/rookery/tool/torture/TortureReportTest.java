package dev.rookery.tool.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TortureReportTest {
    private final TorturePlan plan =
            new TorturePlan(3, 42, Duration.ofSeconds(60), List.of(FaultKind.KILL, FaultKind.REDIS), 24);

    @Test
    void aRunThatBrokeEnoughAndFoundNothingIsGood() {
        TortureReport report = report(10, 3, Map.of(FaultKind.KILL, 1, FaultKind.REDIS, 2), List.of());

        assertThat(report.isGood()).isTrue();
        assertThat(report.text()).contains("kill", "2.5 s; over 0.5 s in 3 chats", "a note", "Every promise was kept.");
    }

    @Test
    void aViolationFailsTheRunAndSaysHowToRepeatIt() {
        TortureReport report = report(10, 3, Map.of(FaultKind.KILL, 1, FaultKind.REDIS, 2), List.of("LOST: a message"));

        assertThat(report.isGood()).isFalse();
        assertThat(report.text())
                .contains("VIOLATION LOST: a message")
                .contains("./rookery torture --nodes 3 --seconds 60 --seed 42 --faults kill,redis --clients 24");
        assertThat(report.json().getJsonArray("violations")).containsExactly("LOST: a message");
    }

    @Test
    void aRunThatExercisedNothingFails() {
        assertThat(report(0, 3, Map.of(FaultKind.KILL, 1, FaultKind.REDIS, 1), List.of())
                        .emptiness())
                .containsExactly("no message was acknowledged");
        assertThat(report(10, 0, Map.of(FaultKind.KILL, 1, FaultKind.REDIS, 1), List.of())
                        .emptiness())
                .containsExactly("no message had to be repeated");
        assertThat(report(10, 3, Map.of(FaultKind.REDIS, 1), List.of()).emptiness())
                .containsExactly(
                        "no kill was done: give it more --seconds",
                        "no node had to take over the chats of another: add kill, pause or drain to --faults");
        assertThat(report(10, 3, Map.of(), List.of()).isGood()).isFalse();
    }

    @Test
    void theLongestWaitIsCountedFromTheFaultOn() {
        long second = 1_000_000_000L;
        List<Fault> faults = List.of(new Fault(FaultKind.KILL, "node-1", 10 * second, 20 * second));
        List<Op> ops = List.of(
                op(0, 5 * second),
                op(9 * second, 14 * second),
                op(12 * second, 15 * second),
                op(30 * second, 50 * second));

        assertThat(Pauses.of(faults, ops)).isEqualTo(Map.of(FaultKind.KILL, new Pauses.Pause(4, 1, 4)));
    }

    @Test
    void chatsThatWaitedForLongAreToldFromThoseThatDidNot() {
        long second = 1_000_000_000L;
        List<Fault> faults = List.of(new Fault(FaultKind.DRAIN, "node-1", 0, 20 * second));
        List<Op> ops = List.of(
                op("quick", 1 * second, 1 * second + second / 2),
                op("slow", 1 * second, 2 * second),
                op("slow", 3 * second, 4 * second),
                op("slower", 1 * second, 4 * second),
                op("slowest", 1 * second, 10 * second),
                op("left behind", 1 * second, 12 * second, true));

        assertThat(Pauses.of(faults, ops)).isEqualTo(Map.of(FaultKind.DRAIN, new Pauses.Pause(9, 3, 3)));
    }

    @Test
    void aRunThatWantedLateWritesAndHadNoneFails() {
        TorturePlan late = new TorturePlan(3, 42, Duration.ofSeconds(60), List.of(FaultKind.LATE), 24, 50);
        TortureReport report = new TortureReport(
                late,
                new TortureReport.Tally(5, 20, 20, 3, 0, 30, 40, 1, 0),
                Map.of(FaultKind.LATE, 1),
                Map.of(),
                List.of(),
                List.of());

        assertThat(report.emptiness())
                .containsExactly("no write of a node came late: give it more --clients or --rate");
        assertThat(report.text()).contains("--faults late --clients 24 --rate 50");
    }

    private static Op op(long invokedAt, long ackedAt) {
        return op("chat", invokedAt, ackedAt);
    }

    private static Op op(String chat, long invokedAt, long ackedAt) {
        return op(chat, invokedAt, ackedAt, false);
    }

    private static Op op(String chat, long invokedAt, long ackedAt, boolean leftBehind) {
        return new Op(chat, "sender", "device", "id-" + invokedAt, "text", invokedAt, ackedAt, List.of(1L), leftBehind);
    }

    private TortureReport report(int acked, int repeated, Map<FaultKind, Integer> faults, List<String> violations) {
        TortureReport.Tally tally = new TortureReport.Tally(5, 20, acked, repeated, 0, 30, 40, 1, 0);
        return new TortureReport(
                plan,
                tally,
                faults,
                Map.of(FaultKind.KILL, new Pauses.Pause(2.5, 3, 1.5)),
                List.of("a note"),
                violations);
    }
}
