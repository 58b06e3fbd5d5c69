package dev.rookery.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Typed reads that never stop at the first problem: a bad value is noted with its path, and a stand-in goes on so that
 * the rest is read too. The stand-ins are never seen, since {@link ConfigLoader} throws when anything was noted.
 */
final class ConfigReader {
    private static final int MAX_PORT = 65_535;

    private final Config config;
    private final String path;
    private final List<String> violations;

    ConfigReader(Config config, String path, List<String> violations) {
        this.config = config;
        this.path = path;
        this.violations = violations;
    }

    ConfigReader at(String child) {
        return new ConfigReader(config, path + "." + child, violations);
    }

    String text(String key) {
        return read(key, "", config::getString);
    }

    String requiredText(String key) {
        String value = text(key);
        if (value.isBlank()) {
            note(key, "must not be empty");
        }
        return value;
    }

    Secret secret(String key) {
        return new Secret(text(key));
    }

    boolean flag(String key) {
        return read(key, false, config::getBoolean);
    }

    int port(String key) {
        return number(key, 0, MAX_PORT);
    }

    int number(String key, int least, int most) {
        int value = read(key, least, config::getInt);
        if (value < least || value > most) {
            note(key, "is " + value + ", must be between " + least + " and " + most);
        }
        return value;
    }

    Duration duration(String key, Duration least, Duration most) {
        Duration value = read(key, least, config::getDuration);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            note(key, "is " + print(value) + ", must be between " + print(least) + " and " + print(most));
        }
        return value;
    }

    List<Path> readableFiles(String key) {
        List<Path> files = list(key, Path::of);
        files.stream()
                .filter(file -> !Files.isReadable(file))
                .forEach(file -> note(key, "names " + file + ", which cannot be read"));
        return files;
    }

    Path readableFile(String key, String hint) {
        String value = text(key);
        Path file = Path.of(value);
        if (value.isBlank()) {
            note(key, "must be set; " + hint);
        } else if (!Files.isReadable(file)) {
            note(key, "names " + file + ", which cannot be read; " + hint);
        }
        return file;
    }

    <T> T parsed(String key, T standIn, Function<String, T> parse) {
        return parseOrNote(key, text(key), parse).stream().findFirst().orElse(standIn);
    }

    Optional<Path> readableFileIfSet(String key) {
        return text(key).isBlank() ? Optional.empty() : Optional.of(readableFile(key, "leave it empty for none"));
    }

    /** A list, or one string with commas as the environment gives it. */
    <T> List<T> list(String key, Function<String, T> parse) {
        return read(key, List.<String>of(), this::texts).stream()
                .flatMap(text -> parseOrNote(key, text, parse).stream())
                .toList();
    }

    private List<String> texts(String fullPath) {
        if (config.getValue(fullPath).valueType() == ConfigValueType.LIST) {
            return config.getStringList(fullPath);
        }
        return Arrays.stream(config.getString(fullPath).split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private <T> List<T> parseOrNote(String key, String text, Function<String, T> parse) {
        try {
            return List.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            note(key, "has the value '" + text + "': " + e.getMessage());
            return List.of();
        }
    }

    private <T> T read(String key, T standIn, Function<String, T> get) {
        try {
            return get.apply(path + "." + key);
        } catch (ConfigException.Missing e) {
            note(key, "is missing");
        } catch (ConfigException e) {
            note(key, "cannot be read: " + e.getMessage());
        }
        return standIn;
    }

    void note(String key, String problem) {
        violations.add(path + "." + key + " " + problem);
    }

    private static String print(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
