package dev.rookery.auth;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;

/**
 * A WebSocket ticket as a client holds it: {@code <issuing node>.<secret>}, so that any node knows whom to ask about it.
 *
 * @param secret 256 random bits in base64url
 */
public record Ticket(NodeId issuer, String secret) {
    private static final int SECRET_LENGTH = 43;

    /** Reads the text form; fails with {@code ticket_invalid} on anything else. */
    public static Ticket parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || text.length() - dot - 1 != SECRET_LENGTH) {
            throw malformed();
        }
        try {
            return new Ticket(NodeId.parse(text.substring(0, dot)), text.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    /** What the client gets. */
    public String text() {
        return issuer + "." + secret;
    }

    /** Hides the secret: values end up in logs. */
    @Override
    public String toString() {
        return "Ticket[" + issuer + "]";
    }

    private static RookeryException malformed() {
        return new RookeryException(ErrorCode.TICKET_INVALID, "This is not a WebSocket ticket");
    }
}
