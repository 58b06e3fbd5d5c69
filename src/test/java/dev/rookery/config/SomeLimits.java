package dev.rookery.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.rookery.config.RookeryConfig.LimitsConfig;
import java.util.Map;

/** The limits of production, but for what a test changes. */
public final class SomeLimits {
    private SomeLimits() {}

    /** @param changes by their paths below {@code rookery.limits} */
    public static LimitsConfig with(Map<String, String> changes) {
        Config config = ConfigFactory.parseResources("rookery-defaults.conf");
        for (Map.Entry<String, String> change : changes.entrySet()) {
            config = config.withValue(
                    "rookery.limits." + change.getKey(), ConfigValueFactory.fromAnyRef(change.getValue()));
        }
        return ConfigLoader.limits(config);
    }
}
