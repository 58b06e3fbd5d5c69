package dev.rookery.wire;

/**
 * Why the server closes a WebSocket. Codes 4000 to 4499 say: reconnect, after a random pause of 0.2 to 5 s. Codes 4500 to
 * 4999 say: do not, it would end the same way. Besides these the codes of RFC 6455 occur, such as 1009 for a message that
 * is too large.
 */
public enum CloseCode {
    HEARTBEAT_TIMEOUT(4000, "nothing was heard from you for too long"),
    SLOW_CONSUMER(4001, "you read too slowly; reconnect and read what you missed from the history"),
    NODE_DRAINING(4002, "this node is stopping; reconnect elsewhere"),
    TOO_MUCH_HELD(4003, "this node holds too much for you; reconnect after a pause, and catch up"),
    SIGNED_OUT(4500, "this device was signed out"),
    PROTOCOL_VIOLATION(4501, "too many frames that can't be understood"),
    BINARY_NOT_SUPPORTED(4502, "frames are JSON text, not binary"),
    RESUMED_ELSEWHERE(4503, "this session goes on over another connection of this device");

    private final short number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = (short) number;
        this.reason = reason;
    }

    public short number() {
        return number;
    }

    /** At most 123 bytes, the limit of a control frame. */
    public String reason() {
        return reason;
    }
}
