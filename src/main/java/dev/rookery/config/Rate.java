package dev.rookery.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may be done: {@code "60 + 20/s"} is 60 at once, of which 20 come back each second.
 *
 * @param burst at once; 0 for no limit at all
 * @param refill how many come back in each {@code per}
 */
public record Rate(int burst, int refill, Duration per) {
    /** Whatever anybody wants. */
    public static final Rate OFF = new Rate(0, 1, Duration.ofSeconds(1));

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,7})\\s*\\+\\s*(\\d{1,7})\\s*/\\s*(s|min|h)");
    private static final String ADVICE = "must look like '60 + 20/s' (or /min, /h), with numbers from 1, or be 'off'";

    static Rate parse(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        Matcher parts = SHAPE.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(ADVICE);
        }
        int burst = Integer.parseInt(parts.group(1));
        int refill = Integer.parseInt(parts.group(2));
        if (burst == 0 || refill == 0) {
            throw new IllegalArgumentException(ADVICE);
        }
        Duration per =
                switch (parts.group(3)) {
                    case "s" -> Duration.ofSeconds(1);
                    case "min" -> Duration.ofMinutes(1);
                    default -> Duration.ofHours(1);
                };
        return new Rate(burst, refill, per);
    }

    public boolean isOff() {
        return burst == 0;
    }

    /** In which one comes back. */
    public Duration interval() {
        return per.dividedBy(refill);
    }

    /** In which all of them come back. */
    public Duration refillTime() {
        return per.multipliedBy(burst).dividedBy(refill);
    }
}
