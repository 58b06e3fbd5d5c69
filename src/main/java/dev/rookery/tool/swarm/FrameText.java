package dev.rookery.tool.swarm;

/**
 * Reads single fields out of a frame without parsing it. Right for the frames of this server, whose strings before the
 * text hold nothing that JSON escapes.
 */
public final class FrameText {
    private FrameText() {}

    /** Whether the frame is of that type; the type stands first. */
    public static boolean isOf(String frame, String type) {
        return frame.startsWith(type, 9) && frame.startsWith("{\"type\":\"") && frame.charAt(9 + type.length()) == '"';
    }

    /** The value of a string field; empty if there is none. */
    public static String string(String frame, String field) {
        int at = valueOf(frame, field);
        if (at < 0 || frame.charAt(at) != '"') {
            return "";
        }
        return frame.substring(at + 1, frame.indexOf('"', at + 1));
    }

    /** The value of a field with a number of 0 or more; -1 if there is none. */
    public static long number(String frame, String field) {
        int at = valueOf(frame, field);
        if (at < 0) {
            return -1;
        }
        long value = 0;
        int digit = at;
        while (digit < frame.length() && Character.isDigit(frame.charAt(digit))) {
            value = value * 10 + frame.charAt(digit) - '0';
            digit++;
        }
        return digit == at ? -1 : value;
    }

    private static int valueOf(String frame, String field) {
        int at = frame.indexOf("\"" + field + "\":");
        return at < 0 ? -1 : at + field.length() + 3;
    }
}
