package dev.rookery.tool.torture;

import io.vertx.core.buffer.Buffer;

/** Where a value of the protocol of Redis ends, RESP2 or RESP3; nothing is understood of it but its length. Pure. */
final class Resp {
    /** Not all of the value is there yet. */
    static final int NOT_YET = -1;

    private Resp() {}

    /** Index after the value that begins there. */
    static int end(Buffer bytes, int from) {
        int line = lineEnd(bytes, from);
        if (line == NOT_YET) {
            return NOT_YET;
        }
        return switch (bytes.getByte(from)) {
            case '$', '=', '!' -> blob(bytes, from, line);
            case '*', '~', '>' -> several(bytes, line, count(bytes, from, line));
            case '%' -> several(bytes, line, 2 * count(bytes, from, line));
            // What is said about the value that follows.
            case '|' -> several(bytes, line, 2 * count(bytes, from, line) + 1);
            default -> line;
        };
    }

    private static int lineEnd(Buffer bytes, int from) {
        for (int i = from + 1; i < bytes.length(); i++) {
            if (bytes.getByte(i) == '\n') {
                return i + 1;
            }
        }
        return NOT_YET;
    }

    private static int count(Buffer bytes, int from, int line) {
        return Integer.parseInt(bytes.getString(from + 1, line - 2));
    }

    private static int blob(Buffer bytes, int from, int line) {
        int length = count(bytes, from, line);
        int end = length < 0 ? line : line + length + 2;
        return end <= bytes.length() ? end : NOT_YET;
    }

    private static int several(Buffer bytes, int from, int values) {
        int end = from;
        for (int i = 0; i < values && end != NOT_YET; i++) {
            end = end(bytes, end);
        }
        return end;
    }

    /** The name of a command as clients send it: an array of strings. */
    static String name(Buffer command) {
        int first = lineEnd(command, 0);
        int word = first == NOT_YET ? NOT_YET : lineEnd(command, first);
        int end = word == NOT_YET ? NOT_YET : end(command, first);
        return end == NOT_YET ? "" : command.getString(word, end - 2);
    }
}
