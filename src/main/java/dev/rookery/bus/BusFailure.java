package dev.rookery.bus;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a failure crosses nodes: the number of its {@link ErrorCode} and its detail, with a retry delay in front ({@code
 * "250|detail"}, empty without one). Anything unexpected is told as {@code internal}, without its message.
 */
final class BusFailure {
    private BusFailure() {}

    static int number(Throwable failure) {
        return code(failure).number();
    }

    static String text(Throwable failure) {
        if (!(failure instanceof RookeryException known)) {
            return "|" + ErrorCode.INTERNAL.title();
        }
        String delay =
                known.retryAfter().map(after -> Long.toString(after.toMillis())).orElse("");
        return delay + "|" + known.detail();
    }

    static RookeryException fromWire(int number, @Nullable String text) {
        ErrorCode code = ErrorCode.ofNumber(number);
        if (text == null || text.indexOf('|') < 0) {
            return new RookeryException(code, code.title());
        }
        int bar = text.indexOf('|');
        Duration retryAfter = bar == 0 ? null : Duration.ofMillis(Long.parseLong(text.substring(0, bar)));
        return new RookeryException(code, text.substring(bar + 1), retryAfter);
    }

    private static ErrorCode code(Throwable failure) {
        return failure instanceof RookeryException known ? known.code() : ErrorCode.INTERNAL;
    }
}
