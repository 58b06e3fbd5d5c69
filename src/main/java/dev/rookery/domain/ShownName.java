package dev.rookery.domain;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The one rule for names that people choose and others read: of persons, devices and groups. Such a name looks like what it
 * is: it is not empty to the eye, hides nothing, and does not rearrange the text around it.
 *
 * <p>White space of any kind becomes a single blank, is removed at both ends, and the rest is kept in normalization form C.
 * Refused are what {@link HiddenCharacters} names, a name without anything to see, one that begins with a combining mark,
 * and more than four marks on one character (UTS 39, section 5.4).
 */
public final class ShownName {
    /** Of a person or a device, in Unicode code points. */
    public static final int MAX_CHARACTERS = 64;

    private static final int MAX_MARKS = 4;
    private static final Pattern WHITE_SPACE = Pattern.compile("[\\p{Z}\\s&&[^\\p{Zl}\\p{Zp}\\n\\r\\x0B\\f]]+");
    private static final Pattern TOO_MANY_MARKS = Pattern.compile("[\\p{Mn}\\p{Me}]{" + (MAX_MARKS + 1) + "}");

    private ShownName() {}

    /**
     * The name as it is kept. Throws {@link RookeryException} with {@code invalid_request} if it is refused.
     *
     * @param field what the request calls it
     * @param maxCharacters in Unicode code points, counted in what is kept
     */
    public static String clean(String field, int maxCharacters, String value) {
        if (hasLoneSurrogate(value)) {
            throw invalid(field, "must be valid Unicode");
        }
        String kept =
                Normalizer.normalize(WHITE_SPACE.matcher(value).replaceAll(" ").strip(), Normalizer.Form.NFC);
        if (kept.codePoints().noneMatch(ShownName::isVisible)) {
            throw invalid(field, "must not be blank");
        }
        if (kept.codePointCount(0, kept.length()) > maxCharacters) {
            throw invalid(field, "must have at most " + maxCharacters + " characters");
        }
        if (HiddenCharacters.in(kept)) {
            throw invalid(field, "must not have line breaks, control characters or characters that nobody sees");
        }
        if (isMark(kept.codePointAt(0)) || TOO_MANY_MARKS.matcher(kept).find()) {
            throw invalid(field, "must not have more than " + MAX_MARKS + " marks on a character, and none on nothing");
        }
        return kept;
    }

    private static boolean isVisible(int codePoint) {
        return codePoint != ' ' && !isMark(codePoint) && !HiddenCharacters.isHidden(codePoint);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean hasLoneSurrogate(String value) {
        return value.codePoints().anyMatch(codePoint -> Character.getType(codePoint) == Character.SURROGATE);
    }

    private static RookeryException invalid(String field, String why) {
        return RookeryException.invalid(field, "'" + field + "' " + why);
    }
}
