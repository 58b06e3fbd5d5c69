package dev.rookery.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name a person signs in with: 3 to 32 characters of a-z, 0-9, dot, dash and underscore, beginning with a letter or
 * digit. Case does not count: it is kept in lower case.
 */
public record Username(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9._-]{2,31}");

    public Username {
        value = value.toLowerCase(Locale.ROOT);
        if (!SHAPE.matcher(value).matches()) {
            throw RookeryException.invalid(
                    "username",
                    "username must be 3 to 32 characters of a-z, 0-9, '.', '-', '_' and begin with a letter or digit");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
