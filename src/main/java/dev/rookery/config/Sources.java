package dev.rookery.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where settings come from: built-in defaults, then a file, then the environment, each over the one before. */
final class Sources {
    private final Config defaults;
    private final Config file;
    private final Map<String, String> environment;
    private final Config given;

    Sources(Config defaults, Config file, Map<String, String> environment) {
        this.defaults = defaults;
        this.file = file;
        this.environment = environment;
        this.given = fromEnvironment().withFallback(file);
    }

    /** Blocking. Throws {@link InvalidConfigException} if the file cannot be read. */
    static Sources read(Optional<Path> file, Map<String, String> environment) {
        try {
            return new Sources(defaults(), file.map(Sources::parse).orElse(ConfigFactory.empty()), environment);
        } catch (ConfigException e) {
            throw new InvalidConfigException(List.of(String.valueOf(e.getMessage())));
        }
    }

    static Config defaults() {
        return ConfigFactory.parseResources(Sources.class.getClassLoader(), "rookery-defaults.conf")
                .resolve(ConfigResolveOptions.noSystem());
    }

    private static Config parse(Path file) {
        return ConfigFactory.parseFile(
                        file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
                .resolve(ConfigResolveOptions.noSystem());
    }

    private Config fromEnvironment() {
        Config result = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> setting : defaults.entrySet()) {
            String name = variable(setting.getKey());
            String value = environment.get(name);
            if (value != null) {
                result = result.withValue(
                        setting.getKey(), ConfigValueFactory.fromAnyRef(value, "by the environment variable " + name));
            }
        }
        return result;
    }

    /** {@code rookery.cassandra.contactPoints} is {@code ROOKERY_CASSANDRA_CONTACT_POINTS}. */
    static String variable(String path) {
        return path.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Names that nobody knows: a misspelt one would otherwise be a default that nobody meant. */
    List<String> unknown() {
        return UnknownSettings.in(file, environment, defaults);
    }

    boolean isGiven(String path) {
        return given.hasPathOrNull(path);
    }

    /** Whether the file gives one value where settings belong; the environment has no sections. */
    boolean isNoSection(String path) {
        return file.hasPathOrNull(path)
                && (file.getIsNull(path) || file.getValue(path).valueType() != ConfigValueType.OBJECT);
    }

    /** Empty if somebody set it to null. */
    Optional<ConfigValue> value(String path) {
        if (!isGiven(path)) {
            return Optional.of(standard(path));
        }
        return given.getIsNull(path) ? Optional.empty() : Optional.of(given.getValue(path));
    }

    /** The built-in value. */
    ConfigValue standard(String path) {
        if (!defaults.hasPath(path)) {
            throw new IllegalStateException(path + " has no default in rookery-defaults.conf");
        }
        return defaults.getValue(path);
    }

    /** Who set it, as in "set in rookery.conf, line 3"; empty for a default. */
    String setBy(String path) {
        if (!isGiven(path)) {
            return "";
        }
        if (given.getIsNull(path)) {
            return "set to null";
        }
        ConfigOrigin origin = given.getValue(path).origin();
        return origin.filename() == null
                ? "set " + origin.description()
                : "set in " + origin.filename() + ", line " + origin.lineNumber();
    }
}
