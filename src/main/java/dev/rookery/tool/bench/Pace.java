package dev.rookery.tool.bench;

/**
 * How fast is sent.
 *
 * @param rate messages a second over all streams, whatever the answers do; 0 for a closed loop
 * @param inFlight in a closed loop: messages of a stream that wait for their ack, the next is sent when one is answered
 * @param timedFromDue whether times of an open loop begin when a message should have been sent, not when it was
 */
public record Pace(double rate, int inFlight, boolean timedFromDue) {
    static Pace rate(double rate) {
        return new Pace(rate, 0, true);
    }

    static Pace closed(int inFlight) {
        return new Pace(0, inFlight, false);
    }

    /** For comparisons with something that is timed from when it is begun. */
    Pace timedFromSend() {
        return new Pace(rate, inFlight, false);
    }

    boolean isClosed() {
        return inFlight > 0;
    }
}
