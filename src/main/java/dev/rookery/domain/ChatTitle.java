package dev.rookery.domain;

/**
 * What a group is called: 1 to 100 characters, counted as Unicode code points, without control characters; valid Unicode.
 * White space around it is removed. Throws {@link RookeryException} with {@code invalid_request} on anything else.
 */
public record ChatTitle(String value) {
    public static final int MAX_CHARACTERS = 100;

    public ChatTitle {
        value = value.strip();
        if (value.isEmpty()) {
            throw invalid("must not be blank");
        }
        if (value.codePointCount(0, value.length()) > MAX_CHARACTERS) {
            throw invalid("must have at most " + MAX_CHARACTERS + " characters");
        }
        if (value.codePoints().anyMatch(ChatTitle::isRefused)) {
            throw invalid("must not have control characters or lone surrogates");
        }
    }

    private static boolean isRefused(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static RookeryException invalid(String why) {
        return new RookeryException(ErrorCode.INVALID_REQUEST, "'title' " + why);
    }

    @Override
    public String toString() {
        return value;
    }
}
