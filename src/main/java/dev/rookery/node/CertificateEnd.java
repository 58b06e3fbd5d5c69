package dev.rookery.node;

import dev.rookery.credentials.TlsIdentity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in time that the certificate of a node ends: when it has, no node talks to another. */
final class CertificateEnd {
    private static final Duration SOON = Duration.ofDays(30);

    private static final Logger log = LoggerFactory.getLogger(CertificateEnd.class);

    private CertificateEnd() {}

    static void watch(TlsIdentity identity, Clock clock, MeterRegistry meters) {
        Instant end = identity.validUntil();
        var unused = Gauge.builder("rookery.cluster.certificate.expires", () -> end.getEpochSecond())
                .description("When the certificate that this node shows to others ends, in seconds since 1970")
                .baseUnit("seconds")
                .register(meters);
        if (end.isBefore(clock.instant().plus(SOON))) {
            log.atWarn()
                    .addKeyValue("end", end)
                    .log("the certificate of this node ends soon: exchange it, or no node will talk to another");
        }
    }
}
