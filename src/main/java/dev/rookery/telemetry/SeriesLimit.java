package dev.rookery.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last line behind {@link Labels}: a registry takes so many meters and no more. A label that somebody forgot to bound
 * costs its own figures then, and not the node.
 */
public final class SeriesLimit implements MeterFilter {
    private static final Logger log = LoggerFactory.getLogger(SeriesLimit.class);

    private final int most;
    private final AtomicInteger meters = new AtomicInteger();

    public SeriesLimit(int most) {
        this.most = most;
    }

    /** Asked once for each meter that is new, and again for each that was denied. */
    @Override
    public MeterFilterReply accept(Meter.Id meter) {
        int before = meters.getAndUpdate(count -> Math.min(count + 1, most + 1));
        if (before < most) {
            return MeterFilterReply.NEUTRAL;
        }
        if (before == most) {
            log.atWarn()
                    .addKeyValue("meter", meter.getName())
                    .log("too many meters, new ones are not counted any more");
        }
        return MeterFilterReply.DENY;
    }
}
