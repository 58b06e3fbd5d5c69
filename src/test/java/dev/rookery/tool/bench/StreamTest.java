package dev.rookery.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.tool.bench.CpuMeter.Reading;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The counts decide whether a run was a failure, so each kind of failure has to show in them. */
class StreamTest {
    private final Step step = new Step(0, Long.MAX_VALUE, answered -> {});
    private final Stream stream = new Stream(5, "chat", step);
    private final Stream.Receiver bob = stream.receiver();
    private final Stream.Receiver eve = stream.receiver();

    @Test
    void everythingOnceIsNoProblem() {
        step.sent = 2;
        both(0, 1);
        both(1, 2);
        ack(0);
        ack(1);

        assertThat(step.deliveries).isEqualTo(4);
        assertThat(figures().problems()).isEmpty();
        assertThat(step.outOfOrder).isZero();
    }

    @Test
    void anAcknowledgedMessageThatOneMemberMissesIsLost() {
        step.sent = 1;
        ack(0);
        bob.received(message(0, 1));

        assertThat(stream.lostSince(0)).isEqualTo(1);
        assertThat(stream.lostSince(1)).isZero();
        assertThat(figures().problems()).containsExactly("1 deliveries of acknowledged messages never came");
    }

    @Test
    void aMessageThatWasNeverAcknowledgedIsNotLostButUnanswered() {
        step.sent = 2;
        both(0, 1);
        ack(0);

        assertThat(stream.lostSince(0)).isZero();
        assertThat(figures().problems()).containsExactly("1 messages got no answer");
    }

    @Test
    void aSecondDeliveryIsDoubled() {
        step.sent = 1;
        both(0, 1);
        ack(0);
        eve.received(message(0, 1));

        assertThat(step.doubled).isEqualTo(1);
        assertThat(figures().problems()).containsExactly("1 deliveries came twice");
    }

    @Test
    void aSecondAckIsDoubled() {
        step.sent = 1;
        both(0, 1);
        ack(0);
        ack(0);

        assertThat(figures().problems()).containsExactly("1 acks came twice");
    }

    @Test
    void aLowerSeqAfterAHigherOneIsOutOfOrder() {
        bob.received(message(1, 2));
        bob.received(message(0, 1));

        assertThat(step.outOfOrder).isEqualTo(1);
    }

    @Test
    void messagesOfOtherStreamsAreNotOurs() {
        bob.received("{\"type\":\"entry\",\"seq\":1,\"clientId\":\"6.0.0\"}");
        bob.received("{\"type\":\"entry\",\"seq\":1,\"clientId\":\"somebody\"}");

        assertThat(step.deliveries).isZero();
    }

    @Test
    void nothingAtAllIsAProblem() {
        assertThat(figures().problems()).containsExactly("nothing was acknowledged");
    }

    @Test
    void aRefusedMessageIsAnsweredAndKeepsThePaceFromBeingSustained() {
        step.sent = 2;
        both(0, 1);
        ack(0);
        stream.received("{\"type\":\"error\",\"clientId\":\"5.1.0\",\"code\":\"overloaded\"}");

        assertThat(figures().problems()).isEmpty();
        assertThat(figures().sustained(1e12)).isFalse();
    }

    private void both(int number, long seq) {
        bob.received(message(number, seq));
        eve.received(message(number, seq));
    }

    private void ack(int number) {
        stream.received("{\"type\":\"ack\",\"chat\":\"c\",\"clientId\":\"5." + number + ".0\",\"seq\":1}");
    }

    private static String message(int number, long seq) {
        return "{\"type\":\"entry\",\"chat\":\"c\",\"seq\":" + seq + ",\"clientId\":\"5." + number + ".0\"}";
    }

    private Figures figures() {
        return new Figures(
                Pace.closed(1),
                Duration.ofSeconds(1),
                step,
                stream.lostSince(0),
                1,
                new Figures.Cost(new Reading(Map.of(), 0, 0), 0, 0));
    }
}
