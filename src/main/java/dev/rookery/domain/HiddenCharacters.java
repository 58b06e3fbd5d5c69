package dev.rookery.domain;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * Characters that show nothing of their own, or change how others are shown: controls, line breaks, private use,
 * noncharacters, and what Unicode's DerivedCoreProperties (16.0) list as Default_Ignorable_Code_Point, among them bidi
 * controls, fillers and tags.
 *
 * <p>Three of the ignorable ones are part of how people write, and allowed where they do something: a variation selector
 * right after a character, a joiner between two emoji, and a joiner or non-joiner between letters of a script that joins.
 */
final class HiddenCharacters {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int TEXT_STYLE = 0xFE0E;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final int FIRST_SKIN_TONE = 0x1F3FB;
    private static final int LAST_SKIN_TONE = 0x1F3FF;

    /** First and last of each range, ascending. */
    private static final int[][] IGNORABLE = {
        {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},
        {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}
    };

    /** Shown as nothing though Unicode does not call them ignorable: interlinear annotation, and the blank Braille pattern. */
    private static final int[][] BLANK = {{0x2800, 0x2800}, {0xFFF9, 0xFFFB}};

    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.NKO,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private HiddenCharacters() {}

    /** Whether the text has one that does not belong where it stands. */
    static boolean in(String text) {
        int[] characters = text.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            if (isHidden(characters[i]) && !belongs(characters, i)) {
                return true;
            }
        }
        return false;
    }

    static boolean isHidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || isNoncharacter(codePoint)
                || isAmong(IGNORABLE, codePoint)
                || isAmong(BLANK, codePoint);
    }

    private static boolean belongs(int[] characters, int at) {
        if (at == 0) {
            return false;
        }
        int before = characters[at - 1];
        int next = at + 1 < characters.length ? characters[at + 1] : ' ';
        return switch (characters[at]) {
            case TEXT_STYLE, EMOJI_STYLE -> before != ' ' && !isHidden(before);
            case ZERO_WIDTH_JOINER -> (isEmojiOrItsStyle(before) && isSymbol(next)) || (joins(before) && joins(next));
            case ZERO_WIDTH_NON_JOINER -> joins(before) && joins(next);
            default -> false;
        };
    }

    private static boolean joins(int codePoint) {
        return JOINING.contains(UnicodeScript.of(codePoint)) && !isHidden(codePoint);
    }

    private static boolean isEmojiOrItsStyle(int codePoint) {
        return isSymbol(codePoint)
                || codePoint == EMOJI_STYLE
                || (codePoint >= FIRST_SKIN_TONE && codePoint <= LAST_SKIN_TONE);
    }

    /** Emoji of a newer Unicode than this Java's are unassigned for it, and may be. */
    private static boolean isSymbol(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.OTHER_SYMBOL || (type == Character.UNASSIGNED && !isHidden(codePoint));
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }

    private static boolean isAmong(int[][] ranges, int codePoint) {
        for (int[] range : ranges) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
