package dev.rookery.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types a setting may have, and how each is read from its text. IllegalArgumentException says what it must be. */
final class Kinds {
    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.of(
            String.class, text -> text,
            Secret.class, Secret::new,
            boolean.class, Kinds::flag,
            int.class, Kinds::number,
            long.class, Kinds::number,
            Duration.class, Kinds::duration,
            Rate.class, Rate::parse,
            HostPort.class, HostPort::parse,
            Path.class, Path::of);

    private Kinds() {}

    static boolean isSection(Class<?> type) {
        return type.isRecord() && !PARSERS.containsKey(type);
    }

    static Object parse(Class<?> kind, String text) {
        if (kind.isEnum()) {
            return constant(kind, text);
        }
        Function<String, Object> parser = PARSERS.get(kind);
        if (parser == null) {
            throw new IllegalStateException("No setting can be a " + kind.getName() + ": say how in " + Kinds.class);
        }
        return parser.apply(text);
    }

    /** A whole number is judged before it is cut to what holds it. */
    static Object held(Class<?> kind, Object parsed) {
        return kind == int.class ? (Object) Math.toIntExact((Long) parsed) : parsed;
    }

    static boolean hasRange(Class<?> kind) {
        return kind == int.class || kind == long.class || kind == Duration.class;
    }

    static int compare(Object one, Object other) {
        return one instanceof Duration duration
                ? duration.compareTo((Duration) other)
                : Long.compare((Long) one, (Long) other);
    }

    private static Object constant(Class<?> kind, String text) {
        Object[] all = kind.getEnumConstants();
        return Arrays.stream(all)
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be one of " + Arrays.stream(all).map(Kinds::name).collect(Collectors.joining(", "))));
    }

    private static String name(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static boolean flag(String text) {
        return hocon(text, config -> config.getBoolean("it"), "must be true or false");
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    private static Duration duration(String text) {
        return hocon(text, config -> config.getDuration("it"), "must be a duration such as 500ms, 10s, 5m, 2h or 30d");
    }

    private static <T> T hocon(String text, Function<Config, T> get, String advice) {
        try {
            return get.apply(ConfigValueFactory.fromAnyRef(text).atKey("it"));
        } catch (ConfigException e) {
            throw new IllegalArgumentException(advice, e);
        }
    }
}
