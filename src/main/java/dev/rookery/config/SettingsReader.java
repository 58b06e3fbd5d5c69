package dev.rookery.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Makes records of settings: the name of a component is the key of its setting, a record in a record is a section. Never
 * stops at the first problem: a bad value is noted, and its default stands in so that the rest is read too. So nothing that was
 * read may be used before {@link #check} returned. Used once, at the start.
 */
public final class SettingsReader {
    private static final String ROOT = "rookery";

    private final Sources sources;
    private final List<String> violations;
    private final Map<String, Setting> settings = new TreeMap<>();
    private final Set<String> refused = new TreeSet<>();
    private final Map<Class<?>, Record> features = new LinkedHashMap<>();

    SettingsReader(Sources sources) {
        this.sources = sources;
        this.violations = new ArrayList<>(sources.unknown());
    }

    /**
     * The settings of a feature.
     *
     * @param name of its section, such as {@code presence} for {@code rookery.presence}
     */
    public <T extends Record> T section(String name, Class<T> type) {
        T feature = core(name, type);
        features.put(type, feature);
        return feature;
    }

    <T extends Record> T core(String name, Class<T> type) {
        return type.cast(ownSection(ROOT + "." + name, type));
    }

    <T extends Record> T core(Class<T> type) {
        return type.cast(ownSection(ROOT, type));
    }

    /**
     * A rule across several settings. It is not asked when one of them was refused on its own.
     *
     * @param must goes on after the path of the first setting
     * @param keys paths below {@code rookery}, such as {@code gateway.idleTimeout}
     */
    public void require(BooleanSupplier holds, String must, String... keys) {
        List<String> paths = Arrays.stream(keys).map(key -> ROOT + "." + key).toList();
        if (paths.stream().noneMatch(refused::contains) && !holds.getAsBoolean()) {
            violations.add(paths.get(0) + " " + must
                    + paths.stream().map(this::stated).collect(Collectors.joining("; ", " (", ")")));
        }
    }

    private String stated(String path) {
        Setting setting = settings.get(path);
        if (setting == null) {
            throw new IllegalStateException(path + " is in a rule, but was not read");
        }
        String value =
                sources.value(path).map(known -> known.unwrapped().toString()).orElse("null");
        return path + " is " + setting.shown(value)
                + (sources.isGiven(path) ? ", " + sources.setBy(path) : " by default");
    }

    /** Throws {@link InvalidConfigException} with all that was wrong. */
    public void check() {
        if (!violations.isEmpty()) {
            throw new InvalidConfigException(violations);
        }
    }

    /** Paths of all settings that were read. */
    Set<String> paths() {
        return settings.keySet();
    }

    private Object ownSection(String path, Class<?> type) {
        if (sources.isNoSection(path)) {
            note(path, "must be a section with settings of its own");
        }
        return record(path, type);
    }

    private Object record(String path, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(path, components[i]);
        }
        return construct(type, components, values);
    }

    private Object component(String path, RecordComponent component) {
        if (component.getType() == FeatureSettings.class) {
            return new FeatureSettings(features);
        }
        String own = path + "." + component.getName();
        if (Kinds.isSection(component.getType())) {
            return component.isAnnotationPresent(Inline.class)
                    ? record(path, component.getType())
                    : ownSection(own, component.getType());
        }
        return value(new Setting(own, component));
    }

    private Object value(Setting setting) {
        String path = setting.path();
        settings.put(path, setting);
        return sources.value(path)
                .flatMap(value -> setting.read(value, problem -> note(path, problem)))
                .orElseGet(() -> {
                    if (sources.value(path).isEmpty()) {
                        note(path, "must have a value");
                    }
                    return setting.standIn(sources.standard(path));
                });
    }

    private void note(String path, String problem) {
        refused.add(path);
        violations.add(path + " " + problem + (sources.isGiven(path) ? " (" + sources.setBy(path) + ")" : ""));
    }

    private static Object construct(Class<?> type, RecordComponent[] components, Object[] values) {
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + " refuses its settings", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no record of settings", e);
        }
    }
}
