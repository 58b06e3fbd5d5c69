package dev.rookery.domain;

import java.text.Normalizer;

/**
 * What a person reacts with: any emoji or short text of 1 to 16 Unicode code points, without blanks, control characters and
 * lone surrogates. Kept in normal form C, so that what looks the same is counted together.
 */
public record Emoji(String value) {
    public static final int MAX_CODE_POINTS = 16;

    public Emoji {
        value = Normalizer.normalize(value, Normalizer.Form.NFC);
        int codePoints = value.codePointCount(0, value.length());
        if (codePoints < 1 || codePoints > MAX_CODE_POINTS) {
            throw RookeryException.invalid(
                    "emoji", "emoji must have 1 to " + MAX_CODE_POINTS + " characters, it has " + codePoints);
        }
        if (value.codePoints().anyMatch(Emoji::isRefused)) {
            throw RookeryException.invalid("emoji", "emoji must have no blanks and no control characters");
        }
    }

    private static boolean isRefused(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }
}
