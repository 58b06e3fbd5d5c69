package dev.rookery.domain;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every error that a client can see. The wire name is stable for ever; the number travels between nodes and is never
 * reused.
 */
public enum ErrorCode {
    MALFORMED_FRAME(1000, 400, false, "The frame is not a JSON object of a known shape"),
    UNKNOWN_FRAME_TYPE(1001, 400, false, "The frame type is not known"),
    INVALID_REQUEST(1003, 400, false, "The request does not have the documented shape"),
    TEXT_TOO_LONG(1004, 413, false, "The text is longer than a message may be"),
    UNSUPPORTED_PROTOCOL(1005, 400, false, "The WebSocket subprotocol rookery.v1 is required"),
    NOT_FOUND(1006, 404, false, "There is nothing at this address"),
    METHOD_NOT_ALLOWED(1007, 405, false, "This address does not answer to this method"),
    UNSUPPORTED_MEDIA_TYPE(1008, 415, false, "The body must be application/json"),
    BODY_TOO_LARGE(1009, 413, false, "The body is larger than the server accepts"),
    UPGRADE_REQUIRED(1010, 426, false, "This address speaks WebSocket only"),
    PASSWORD_TOO_EASY(1011, 400, false, "This password is too easy to guess"),
    ADDRESS_TOO_LONG(1012, 414, false, "The address is longer than the server accepts"),
    HEADERS_TOO_LARGE(1013, 431, false, "The headers are larger than the server accepts"),
    REQUEST_TIMEOUT(1014, 408, true, "The request did not come in time"),
    KIND_NOT_SUPPORTED(1015, 400, false, "This cluster does not take this kind of content"),
    UNAUTHENTICATED(1100, 401, false, "A valid access token is required"),
    INVALID_CREDENTIALS(1101, 401, false, "The user name or the password is wrong"),
    TOKEN_EXPIRED(1102, 401, false, "The access token has expired; refresh it"),
    TOKEN_REUSED(1103, 401, false, "This refresh token was used before; the device was signed out"),
    TICKET_INVALID(1104, 401, false, "The WebSocket ticket is unknown, used or older than 30 s"),
    ORIGIN_NOT_ALLOWED(1105, 403, false, "This web origin may not connect"),
    CHAT_UNKNOWN(1200, 404, false, "There is no such chat, or you are not a member of it"),
    USER_UNKNOWN(1201, 404, false, "There is no such user"),
    USERNAME_TAKEN(1202, 409, false, "This user name is taken"),
    CLIENT_ID_CONFLICT(1203, 409, false, "This clientId was already used for something else"),
    DEVICE_UNKNOWN(1204, 404, false, "You have no signed-in device with this id"),
    TARGET_UNKNOWN(1210, 404, false, "There is no such message in this chat, or it is not shown to you"),
    TARGET_DELETED(1211, 410, false, "This message was deleted for everyone"),
    NOT_ALLOWED(1212, 403, false, "You may not do this to this message"),
    EDIT_TOO_LATE(1213, 403, false, "This message is too old to be edited"),
    NO_CHANGE(1214, 409, false, "This is so already; nothing would change"),
    TOO_MANY_CHANGES(1215, 409, false, "This message has as many edits or reactions as one may have"),
    RATE_LIMITED(1300, 429, true, "Too many attempts; try again later"),
    TOO_MANY_SESSIONS(1302, 429, true, "There are too many sessions already; close one or try again later"),
    TOO_MANY_CHATS(1303, 409, false, "Somebody is in as many chats as one may be in"),
    OVERLOADED(1301, 503, true, "The server is busy; try again shortly"),
    OWNER_UNAVAILABLE(1400, 503, true, "The node that owns this chat does not answer; try again"),
    WRONG_OWNER(1401, 503, true, "Another node owns this chat now; try again"),
    STORE_UNAVAILABLE(1402, 503, true, "The store does not answer; nothing was lost, try again"),
    INTERNAL(1900, 500, false, "Something went wrong in the server");

    private static final Duration OF_A_LIMIT = Duration.ofSeconds(5);
    private static final Duration OF_A_FAILURE = Duration.ofSeconds(1);

    private final int number;
    private final int httpStatus;
    private final boolean retryable;
    private final String title;

    ErrorCode(int number, int httpStatus, boolean retryable, String title) {
        this.number = number;
        this.httpStatus = httpStatus;
        this.retryable = retryable;
        this.title = title;
    }

    public int number() {
        return number;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** Whether the same request may succeed later, unchanged. */
    public boolean retryable() {
        return retryable;
    }

    /**
     * How long a client waits before it tries again where nobody knows better: null exactly if it need not try. Clients are
     * told it with every such error, whatever it came through.
     */
    public @Nullable Duration usualWait() {
        if (!retryable) {
            return null;
        }
        return this == RATE_LIMITED || this == TOO_MANY_SESSIONS ? OF_A_LIMIT : OF_A_FAILURE;
    }

    public String title() {
        return title;
    }

    /** The stable name on the wire, for example {@code chat_unknown}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code with this number; {@link #INTERNAL} for a number of a newer version. */
    public static ErrorCode ofNumber(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElse(INTERNAL);
    }
}
