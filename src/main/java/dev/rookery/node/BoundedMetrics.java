package dev.rookery.node;

import dev.rookery.telemetry.Labels;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.UUID;

/**
 * The meters of Vert.x itself: HTTP requests only, since our own count messages and connections. The options are made here
 * because Vert.x copies those of its start as JSON, which has no functions.
 */
final class BoundedMetrics extends MicrometerMetricsFactory {
    BoundedMetrics(MeterRegistry registry) {
        super(registry);
    }

    @Override
    public VertxMetrics metrics(VertxOptions options) {
        return super.metrics(new VertxOptions().setMetricsOptions(httpRequests()));
    }

    private static MicrometerMetricsOptions httpRequests() {
        return new MicrometerMetricsOptions()
                .setEnabled(true)
                // Of one name there is one registry in a process, and a process may run several nodes.
                .setRegistryName(UUID.randomUUID().toString())
                // Not the label of Vert.x for the method: it takes whatever a stranger sends, and keeps it.
                .setLabels(EnumSet.of(Label.HTTP_CODE))
                .setServerRequestTagsProvider(BoundedMetrics::method)
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS)
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.NAMED_POOLS);
    }

    private static Iterable<Tag> method(HttpRequest request) {
        return Tags.of("method", Labels.method(request.method().name()));
    }
}
