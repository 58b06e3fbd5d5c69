package dev.rookery.account;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;

/** What a person calls themself or a device: 1 to 64 characters after trimming, no control characters. */
final class Label {
    static final int MAX_CHARACTERS = 64;

    private Label() {}

    /** @param field how the request calls it */
    static String clean(String field, String value) {
        String trimmed = value.strip();
        if (trimmed.isEmpty() || trimmed.codePointCount(0, trimmed.length()) > MAX_CHARACTERS) {
            throw new RookeryException(
                    ErrorCode.INVALID_REQUEST, field + " must have 1 to " + MAX_CHARACTERS + " characters");
        }
        if (trimmed.codePoints().anyMatch(Label::isUnprintable)) {
            throw new RookeryException(
                    ErrorCode.INVALID_REQUEST, field + " must not have line breaks or other control characters");
        }
        return trimmed;
    }

    /** Direction overrides would let a name rearrange the text around it. */
    private static boolean isUnprintable(int codePoint) {
        int type = Character.getType(codePoint);
        boolean embedding = codePoint >= 0x202A && codePoint <= 0x202E;
        boolean isolate = codePoint >= 0x2066 && codePoint <= 0x2069;
        return embedding
                || isolate
                || type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
