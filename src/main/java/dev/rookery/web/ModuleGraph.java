package dev.rookery.web;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which modules the page needs, found by following the static imports from its first one. With all of them named in the
 * page a browser fetches them at once instead of one level of imports after the other.
 */
final class ModuleGraph {
    /** Static imports and re-exports, also of minified modules; text that only looks like one would be reported as missing. */
    private static final Pattern IMPORT = Pattern.compile(
            "(?:^|[;}\\n])\\s*(?:import|export)\\s*(?:[\\w$*{][\\w$*{},\\s]*?from\\s*)?[\"']([^\"']+)[\"']");

    private final Map<String, Asset> files;
    private final Map<String, String> imports;

    ModuleGraph(Map<String, Asset> files, Map<String, String> imports) {
        this.files = files;
        this.imports = imports;
    }

    /** The addresses of all modules that {@code entry} needs, itself first; fails if one of them does not exist. */
    List<String> from(String entry) {
        Set<String> found = new LinkedHashSet<>(Set.of(entry));
        Deque<String> next = new ArrayDeque<>(found);
        while (!next.isEmpty()) {
            String module = next.remove();
            Asset asset = files.get(module);
            if (asset == null) {
                throw new IllegalStateException("the page has no module " + module);
            }
            for (String specifier : specifiers(asset.text())) {
                String address = resolve(module, specifier);
                if (found.add(address)) {
                    next.add(address);
                }
            }
        }
        return List.copyOf(found);
    }

    private static List<String> specifiers(String source) {
        List<String> specifiers = new ArrayList<>();
        Matcher matcher = IMPORT.matcher(source);
        while (matcher.find()) {
            specifiers.add(matcher.group(1));
        }
        return specifiers;
    }

    private String resolve(String module, String specifier) {
        if (specifier.startsWith("./") || specifier.startsWith("../")) {
            return URI.create(module).resolve(specifier).toString();
        }
        String exact = imports.get(specifier);
        if (exact != null) {
            return exact;
        }
        return imports.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/") && specifier.startsWith(entry.getKey()))
                .map(entry ->
                        entry.getValue() + specifier.substring(entry.getKey().length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(module + " imports '" + specifier + "': not in the map"));
    }
}
