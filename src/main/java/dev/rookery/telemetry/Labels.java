package dev.rookery.telemetry;

import dev.rookery.wire.CloseCode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What strangers choose, as labels of meters. Every label has few values, all of them written down here: a series is kept
 * for as long as the node lives.
 */
public final class Labels {
    /** Stands for every value that is not in its table. */
    public static final String OTHER = "other";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /** The codes of RFC 6455 and of its registry that a close frame or a lost connection brings. */
    private static final int[] STANDARD_CLOSE_CODES = {
        1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014
    };

    private static final Map<Integer, String> CLOSE_CODES = IntStream.concat(
                    Arrays.stream(STANDARD_CLOSE_CODES),
                    Arrays.stream(CloseCode.values()).mapToInt(CloseCode::number))
            .boxed()
            .collect(Collectors.toMap(Function.identity(), code -> Integer.toString(code)));

    private Labels() {}

    /** @param method of an HTTP request, as it was sent */
    public static String method(String method) {
        return METHODS.contains(method) ? method : OTHER;
    }

    /** @param code of a WebSocket that was closed, by whichever side */
    public static String closeCode(int code) {
        return CLOSE_CODES.getOrDefault(code, OTHER);
    }
}
