package dev.rookery.edge;

import java.util.regex.Pattern;

/** How a whole number is written in the address of a request: as JSON writes it, and in no other way. */
public final class WholeNumber {
    /** Of at most 16 digits: 2^53 - 1, which every JSON library carries, has as many. */
    private static final Pattern LITERAL = Pattern.compile("0|-?[1-9][0-9]{0,15}");

    private WholeNumber() {}

    /** Not so for +5, 05, 5.0, 1e2, or digits of other scripts, which Java reads too. */
    public static boolean isLiteral(String text) {
        return LITERAL.matcher(text).matches();
    }

    /** The number, or a given one if it is not written so. */
    public static long parse(String text, long otherwise) {
        return isLiteral(text) ? Long.parseLong(text) : otherwise;
    }
}
