package dev.rookery.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A contract with clients as one whole. On the class path the schemas that both contracts have stand in a file of their own;
 * whoever reads a contract, or is served one, gets it with those that it refers to.
 */
public final class ContractFile {
    private static final String SHARED = "schemas/rookery.yaml";
    private static final String SHARED_REFERENCE = "../" + SHARED + "#/";
    private static final String OWN_REFERENCE = "#/components/schemas/";
    private static final int LINE = 120;

    private final Map<String, Object> shared = read(SHARED);
    /** Of the shared file, and not taken over yet. */
    private final Deque<String> wanted = new ArrayDeque<>();

    private ContractFile() {}

    /** As it is served. Reads files and takes some time. */
    public static String yaml(String resource) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        options.setWidth(LINE);
        return new Yaml(options).dump(whole(resource));
    }

    /** Throws {@link IllegalStateException} for a reference to a schema that is not there, or is there twice. */
    static Map<String, Object> whole(String resource) {
        return new ContractFile().join(read(resource));
    }

    private Map<String, Object> join(Map<String, Object> contract) {
        Map<String, Object> whole = mapping(copy(contract, ""));
        Map<String, Object> schemas = mapping(mapping(whole.get("components")).get("schemas"));
        TreeSet<String> taken = new TreeSet<>();
        while (!wanted.isEmpty()) {
            String name = wanted.remove();
            if (taken.add(name)) {
                Object schema = shared.get(name);
                if (schema == null || schemas.putIfAbsent(name, copy(schema, "#/")) != null) {
                    throw new IllegalStateException("the schema " + name + " must be in one file of the contract");
                }
            }
        }
        return whole;
    }

    /** @param local how a reference within the shared file begins, where that is what is copied */
    private Object copy(Object node, String local) {
        if (node instanceof Map<?, ?> fields) {
            Map<String, Object> copy = new LinkedHashMap<>();
            fields.forEach((name, value) -> copy.put((String) name, copy(value, local)));
            return copy;
        }
        if (node instanceof List<?> items) {
            List<Object> copy = new ArrayList<>();
            items.forEach(item -> copy.add(copy(item, local)));
            return copy;
        }
        return node instanceof String text ? reference(text, local) : node;
    }

    private String reference(String text, String local) {
        String beginning = local.isEmpty() ? SHARED_REFERENCE : local;
        if (!text.startsWith(beginning)) {
            return text;
        }
        String name = text.substring(beginning.length());
        wanted.add(name);
        return OWN_REFERENCE + name;
    }

    private static Map<String, Object> read(String resource) {
        try (InputStream in = ContractFile.class.getResourceAsStream("/" + resource)) {
            String text = new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
            return mapping(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // a mapping of YAML whose keys are strings
    private static Map<String, Object> mapping(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }
}
