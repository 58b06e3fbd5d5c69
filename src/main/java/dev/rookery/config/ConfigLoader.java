package dev.rookery.config;

import dev.rookery.config.RookeryConfig.CassandraConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the settings: built-in defaults, then a file, then the environment, each over the one before. Blocking; call it
 * before the node starts. Throws {@link InvalidConfigException} with every violation.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * @param environment usually {@code System.getenv()}
     * @param features each reads its section
     */
    public static RookeryConfig load(
            Optional<Path> file,
            Map<String, String> environment,
            List<Function<SettingsReader, ? extends Record>> features) {
        return load(new SettingsReader(Sources.read(file, environment)), features);
    }

    static RookeryConfig load(SettingsReader in, List<Function<SettingsReader, ? extends Record>> features) {
        for (Function<SettingsReader, ? extends Record> feature : features) {
            Record unused = feature.apply(in);
        }
        RookeryConfig config = in.core(RookeryConfig.class);
        SettingRules.judge(config, in);
        in.check();
        return config;
    }

    /** Only what concerns Cassandra, for tools that need no more: nothing else has to be complete. */
    public static CassandraConfig loadCassandra(Optional<Path> file, Map<String, String> environment) {
        SettingsReader in = new SettingsReader(Sources.read(file, environment));
        CassandraConfig config = in.core("cassandra", CassandraConfig.class);
        in.check();
        return config;
    }

    /** Whether the file or the environment sets that path, such as {@code rookery.redis.address}. */
    public static boolean isSet(String path, Optional<Path> file, Map<String, String> environment) {
        return Sources.read(file, environment).isGiven(path);
    }
}
