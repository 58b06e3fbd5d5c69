package dev.rookery.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One setting: the record component that holds its value says by its type and its annotations what may be given.
 *
 * @param path such as {@code rookery.http.port}
 */
record Setting(String path, RecordComponent component) {

    /** Of a list, of its elements. */
    private Class<?> kind() {
        return component.getGenericType() instanceof ParameterizedType many
                ? raw(many.getActualTypeArguments()[0])
                : component.getType();
    }

    private static Class<?> raw(Type type) {
        return type instanceof Class<?> raw ? raw : Object.class;
    }

    private boolean isList() {
        return component.getType() == List.class || component.getType() == Set.class;
    }

    private boolean isOptional() {
        return component.getType() == Optional.class;
    }

    /**
     * The value as the component holds it; nothing if there was something to refuse.
     *
     * @param refusals get what is wrong, each to be read after the path
     */
    Optional<Object> read(ConfigValue value, Consumer<String> refusals) {
        Optional<List<String>> texts = texts(value);
        if (texts.isEmpty()) {
            refusals.accept(isList() ? "must be a list of single values" : "must be a single value");
            return Optional.empty();
        }
        if (texts.get().isEmpty()) {
            return absent(refusals);
        }
        List<Optional<Object>> values =
                texts.get().stream().map(text -> judged(text, refusals)).toList();
        return values.stream().allMatch(Optional::isPresent)
                ? Optional.of(held(values.stream().flatMap(Optional::stream).toList()))
                : Optional.empty();
    }

    /** A built-in value, without a look at the machine. */
    Object standIn(ConfigValue standard) {
        List<Object> values = texts(standard).orElse(List.of()).stream()
                .map(text -> Kinds.held(kind(), Kinds.parse(kind(), text)))
                .toList();
        if (!values.isEmpty() || isList()) {
            return held(values);
        }
        return isOptional() ? Optional.empty() : Kinds.parse(kind(), "");
    }

    private Object held(List<Object> values) {
        if (component.getType() == Set.class) {
            return Set.copyOf(values);
        }
        if (isList()) {
            return List.copyOf(values);
        }
        return isOptional() ? Optional.of(values.get(0)) : values.get(0);
    }

    /** Nothing was given, or only spaces, where that is no value of its own. */
    private Optional<Object> absent(Consumer<String> refusals) {
        if (isOptional()) {
            return Optional.of(Optional.empty());
        }
        Required required = component.getAnnotation(Required.class);
        if (isList() && required == null) {
            return Optional.of(held(List.of()));
        }
        refusals.accept(
                "must be set" + (required == null || required.value().isEmpty() ? "" : "; " + required.value()));
        return Optional.empty();
    }

    /** Empty if the value has another shape. A list may be one text with commas, as the environment gives it. */
    private Optional<List<String>> texts(ConfigValue value) {
        try {
            if (value.valueType() == ConfigValueType.LIST && isList()) {
                return Optional.of(value.atKey("it").getStringList("it"));
            }
            String text = value.atKey("it").getString("it");
            if (isList()) {
                return Optional.of(Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList());
            }
            return Optional.of(text.isBlank() && !mayBeBlank() ? List.of() : List.of(text));
        } catch (ConfigException.WrongType e) {
            return Optional.empty();
        }
    }

    private boolean mayBeBlank() {
        return (kind() == String.class || kind() == Secret.class)
                && !isOptional()
                && !component.isAnnotationPresent(Required.class);
    }

    private Optional<Object> judged(String text, Consumer<String> refusals) {
        Object value;
        try {
            value = Kinds.parse(kind(), text);
        } catch (IllegalArgumentException e) {
            refusals.accept("has the value '" + shown(text) + "': " + e.getMessage());
            return Optional.empty();
        }
        Optional<String> refusal = Stream.of(outside(text, value), otherShape(text), unreadable(value))
                .flatMap(Optional::stream)
                .findFirst();
        refusal.ifPresent(refusals);
        return refusal.isPresent() ? Optional.empty() : Optional.of(Kinds.held(kind(), value));
    }

    private Optional<String> outside(String text, Object value) {
        if (!Kinds.hasRange(kind())) {
            return Optional.empty();
        }
        Within range = range();
        return Kinds.compare(value, Kinds.parse(kind(), range.least())) >= 0
                        && Kinds.compare(value, Kinds.parse(kind(), range.most())) <= 0
                ? Optional.empty()
                : Optional.of("is " + text + ", must be between " + range.least() + " and " + range.most());
    }

    private Within range() {
        for (Annotation annotation : component.getAnnotations()) {
            Within range = annotation instanceof Within own
                    ? own
                    : annotation.annotationType().getAnnotation(Within.class);
            if (range != null) {
                return range;
            }
        }
        throw new IllegalStateException(path + " says no range: annotate " + component + " with @Within");
    }

    private Optional<String> otherShape(String text) {
        Matching shape = component.getAnnotation(Matching.class);
        return shape == null || text.matches(shape.value())
                ? Optional.empty()
                : Optional.of("has the value '" + shown(text) + "': must " + shape.must());
    }

    private Optional<String> unreadable(Object value) {
        if (!(value instanceof Path file) || Files.isReadable(file)) {
            return Optional.empty();
        }
        Required required = component.getAnnotation(Required.class);
        String hint = isOptional() ? "leave it empty for none" : required == null ? "" : required.value();
        return Optional.of("names " + file + ", which cannot be read" + (hint.isEmpty() ? "" : "; " + hint));
    }

    /** A secret is never part of a message. */
    String shown(String text) {
        return kind() == Secret.class ? new Secret(text).toString() : text;
    }
}
