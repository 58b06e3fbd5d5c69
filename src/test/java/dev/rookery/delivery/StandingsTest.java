package dev.rookery.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.bus.message.BusEvent.DirectoryStanding;
import dev.rookery.delivery.Standings.Gap;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StandingsTest {
    private final NodeId gateway = new NodeId(UUID.randomUUID());
    private final UserId ada = new UserId(UUID.randomUUID());
    private long now = Long.MAX_VALUE - 5;
    private final Standings standings = new Standings(() -> now);

    private DirectoryStanding word(boolean settled, long term, long sinceMs, UserId... missed) {
        return new DirectoryStanding(gateway, settled, term, 7, sinceMs, List.of(missed));
    }

    private boolean trusts(Long mark) {
        return standings.trusts(gateway, standings.known(), mark);
    }

    @Test
    void nobodyIsTrustedWhoWasNotHeard() {
        assertThat(trusts(7L)).isFalse();
    }

    @Test
    void aSettledGatewayIsTrustedWithItsMarkOrALaterOne() {
        assertThat(standings.heard(word(true, 1, 0))).isEmpty();

        assertThat(trusts(7L)).isTrue();
        assertThat(trusts(8L)).isTrue();
        assertThat(trusts(6L)).isFalse();
        assertThat(trusts(null)).isFalse();
        var unused = standings.heard(word(false, 2, 0));
        assertThat(trusts(7L)).isFalse();
    }

    @Test
    void aGatewayThatFellSilentIsTrustedWhenItSpeaksAgain() {
        var unused = standings.heard(word(true, 1, 0));
        now += Standings.SILENCE.toNanos();
        assertThat(trusts(7L)).isFalse();
        assertThat(standings.isSettled(gateway)).isFalse();

        assertThat(standings.heard(word(true, 1, 0))).isEmpty();
        assertThat(trusts(7L)).isTrue();
    }

    @Test
    void anAnswerFromBeforeADoubtIsNotTrustedAfterIt() {
        var unused = standings.heard(word(true, 1, 0));
        Standings.Known before = standings.known();
        var unused2 = standings.heard(word(false, 2, 0));
        var unused3 = standings.heard(word(true, 2, 0));

        assertThat(standings.trusts(gateway, before, 7L)).isFalse();
        assertThat(trusts(7L)).isTrue();
    }

    @Test
    void aNewTermSaysWhatWasMissedOnce() {
        var unused = standings.heard(word(true, 1, 0));

        assertThat(standings.heard(word(true, 2, 400, ada))).contains(new Gap(Duration.ofMillis(2_400), false));
        assertThat(standings.heard(word(true, 2, 1_400, ada))).isEmpty();
        assertThat(standings.heard(word(true, 1, 0))).as("late").isEmpty();
        assertThat(standings.heard(word(false, 3, 100))).contains(new Gap(Duration.ofMillis(2_100), true));
    }

    @Test
    void aTermThatWasNotHeardOfCountsAsEverybodyForAsLongAsAnythingIsKept() {
        var unused = standings.heard(word(true, 1, 0));

        assertThat(standings.heard(word(true, 3, 100, ada))).contains(new Gap(RecentDeliveries.KEPT, true));
    }

    @Test
    void whoVanishedIsForgotten() {
        var unused = standings.heard(word(true, 1, 0));
        standings.forget(gateway::equals);
        assertThat(trusts(7L)).isFalse();
    }
}
