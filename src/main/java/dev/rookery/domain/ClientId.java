package dev.rookery.domain;

/**
 * The name a client gives to a message it sends, so that a retry is recognised. Unique per (chat, sender, device); 1 to
 * 64 printable ASCII characters without blanks.
 */
public record ClientId(String value) {
    public static final int MAX_LENGTH = 64;

    public ClientId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("clientId must be 1 to 64 printable ASCII characters without blanks");
        }
    }

    public static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && value.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    @Override
    public String toString() {
        return value;
    }
}
