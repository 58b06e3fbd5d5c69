package dev.rookery.config;

import dev.rookery.config.RookeryConfig.LimitsConfig;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The limits of production, but for what a test changes. */
public final class SomeLimits {
    private SomeLimits() {}

    /** @param changes by their paths below {@code rookery.limits} */
    public static LimitsConfig with(Map<String, String> changes) {
        Map<String, String> environment = changes.entrySet().stream()
                .collect(Collectors.toMap(
                        change -> Sources.variable("rookery.limits." + change.getKey()), Map.Entry::getValue));
        SettingsReader in = new SettingsReader(Sources.read(Optional.empty(), environment));
        LimitsConfig limits = in.core("limits", LimitsConfig.class);
        in.check();
        return limits;
    }
}
