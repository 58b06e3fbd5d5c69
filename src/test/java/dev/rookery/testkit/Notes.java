package dev.rookery.testkit;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a test measured and does not judge, for who reads the log of its class. */
public final class Notes {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

    private Notes() {}

    /** As {@link String#format}. */
    public static void note(String format, Object... values) {
        LOG.atInfo().log(String.format(Locale.ROOT, format, values));
    }
}
