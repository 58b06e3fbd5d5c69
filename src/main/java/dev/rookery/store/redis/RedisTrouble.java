package dev.rookery.store.redis;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Says in logs and health what is wrong with Redis: silence, an error as answer, or no connection. */
final class RedisTrouble {
    private static final String ANSWERED = "Redis answered ";
    private static final int MAX_TEXT = 160;
    /** What the client writes before the error of one of several commands. */
    private static final Pattern IN_BATCH = Pattern.compile("^ERR \\[\\d+] (?=[A-Z])");

    /** A wrong password, none where one is wanted, one where none is set. */
    private static final Pattern REFUSED = Pattern.compile("WRONGPASS|NOAUTH|without any password");

    private RedisTrouble() {}

    static RookeryException of(Throwable failure, Duration limit) {
        if (failure instanceof RookeryException known) {
            return known;
        }
        if (failure instanceof TimeoutException) {
            return unavailable("Redis did not answer within " + limit.toMillis() + " ms");
        }
        return unavailable((failure instanceof Response ? ANSWERED : "Redis failed: ") + text(failure));
    }

    static RookeryException disconnected(String cause) {
        return unavailable("Redis is not connected: " + cause);
    }

    static RookeryException unavailable(String words) {
        return new RookeryException(ErrorCode.STORE_UNAVAILABLE, words);
    }

    /** Whether Redis did answer, with an error that begins like this. */
    static boolean isAnswer(Throwable failure, String code) {
        String said = text(failure);
        return failure instanceof Response ? said.startsWith(code) : said.startsWith(ANSWERED + code);
    }

    /** With the settings to correct, if it is they. */
    static String whyNoConnection(Throwable failure) {
        String said = text(failure);
        return REFUSED.matcher(said).find()
                ? "Redis refuses the user: correct rookery.redis.username and rookery.redis.password (" + said + ")"
                : said;
    }

    static String text(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        // Of several commands that failed the first one says enough.
        String said = IN_BATCH.matcher(message.lines().findFirst().orElse("")).replaceFirst("");
        return said.length() <= MAX_TEXT ? said : said.substring(0, MAX_TEXT);
    }
}
