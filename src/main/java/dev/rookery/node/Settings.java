package dev.rookery.node;

import dev.rookery.config.ConfigLoader;
import dev.rookery.config.RookeryConfig;
import dev.rookery.config.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The settings of a node, those of its features among them. */
public final class Settings {
    /** Each reads its section: {@code in -> in.section("presence", PresenceSettings.class)}. */
    public static final List<Function<SettingsReader, ? extends Record>> OF_FEATURES = Features.settings();

    private Settings() {}

    /** Blocking. Throws {@link dev.rookery.config.InvalidConfigException} with every violation. */
    public static RookeryConfig load(Optional<Path> file, Map<String, String> environment) {
        return ConfigLoader.load(file, environment, OF_FEATURES);
    }
}
