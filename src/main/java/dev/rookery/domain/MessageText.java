package dev.rookery.domain;

/**
 * What a person wrote: 1 to 100,000 characters, counted as Unicode code points, so that an emoji counts once. Kept as
 * sent, never trimmed or rewritten; must be valid Unicode (no lone surrogates).
 */
public record MessageText(String value) {
    public static final int MAX_CHARACTERS = 100_000;

    public MessageText {
        if (value.isEmpty()) {
            throw RookeryException.invalid("text", "text must not be empty");
        }
        int characters = value.codePointCount(0, value.length());
        if (characters > MAX_CHARACTERS) {
            throw new RookeryException(
                    ErrorCode.TEXT_TOO_LONG,
                    "text has " + characters + " characters, the limit is " + MAX_CHARACTERS + "; split it");
        }
        if (value.codePoints().anyMatch(MessageText::isSurrogate)) {
            throw RookeryException.invalid("text", "text is not valid Unicode: it has a lone surrogate");
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Does not reveal the text: values end up in logs and exception messages. */
    @Override
    public String toString() {
        return "MessageText[" + value.length() + " chars]";
    }
}
