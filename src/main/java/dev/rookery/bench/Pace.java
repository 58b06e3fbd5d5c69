package dev.rookery.bench;

/**
 * How fast is sent.
 *
 * @param rate messages a second over all streams, whatever the answers do; 0 for a closed loop
 * @param inFlight in a closed loop: messages of a stream that wait for their ack, the next is sent when one is answered
 */
public record Pace(double rate, int inFlight) {
    static Pace rate(double rate) {
        return new Pace(rate, 0);
    }

    static Pace closed(int inFlight) {
        return new Pace(0, inFlight);
    }

    boolean isClosed() {
        return inFlight > 0;
    }
}
