package dev.rookery.feature.account;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A password that a person chooses, after the OWASP Authentication Cheat Sheet and NIST SP 800-63B: 8 to 256 characters,
 * whatever they are, and none that is among the first a guesser tries. Common passwords, names, words, dates, keyboard walks,
 * repeats and what is known of the person are recognised by zxcvbn.
 *
 * @param field what the request calls it
 * @param personal what others know of the person: a password made of it is guessed soon
 */
public record NewPassword(String field, String value, List<String> personal) {
    static final int MIN_CHARACTERS = 8;
    static final int MAX_CHARACTERS = 256;

    /** A guesser who has ten attempts in ten minutes needs two years for so many. */
    private static final double MIN_GUESSES = 1e6;

    /** The time of an estimate grows faster than the length; so much of a password says enough. */
    private static final int ESTIMATED = 40;

    private static final String PRODUCT = "rookery";

    /** Fails with {@code invalid_request} if it is too short or too long. */
    public NewPassword {
        int characters = value.codePointCount(0, value.length());
        if (characters < MIN_CHARACTERS || characters > MAX_CHARACTERS) {
            throw RookeryException.invalid(
                    field, "'" + field + "' must have " + MIN_CHARACTERS + " to " + MAX_CHARACTERS + " characters");
        }
        personal = List.copyOf(personal);
    }

    /** Throws {@code password_too_easy} with the reason. Takes milliseconds of CPU: not for an event loop. */
    void requireHardToGuess() {
        List<String> known = new ArrayList<>(personal);
        known.add(PRODUCT);
        Strength strength = Estimator.ZXCVBN.measure(value.substring(0, Math.min(ESTIMATED, value.length())), known);
        if (strength.getGuesses() < MIN_GUESSES) {
            String warning = Objects.requireNonNullElse(strength.getFeedback().getWarning(), "");
            String reason = warning.isEmpty() ? "It is too easy to guess." : warning;
            throw new RookeryException(
                    ErrorCode.PASSWORD_TOO_EASY,
                    "This password is one of the first that others would try. " + reason
                            + " Several words that do not belong together make a better one.");
        }
    }

    @Override
    public String toString() {
        return "******";
    }

    /** Its dictionaries take a second to read, when the first password is chosen. */
    private static final class Estimator {
        static final Zxcvbn ZXCVBN = new Zxcvbn();
    }
}
