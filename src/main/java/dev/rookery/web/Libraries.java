package dev.rookery.web;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The JavaScript libraries of the page. Their Maven artifacts (mvnpm) hold the files of the npm package below {@code
 * META-INF/resources/_static} and an import map, so the versions are those of the build and stand nowhere else.
 *
 * @param imports the entries of the import map: what a module imports to the address it is served at
 * @param files by address
 */
record Libraries(Map<String, String> imports, Map<String, Asset> files) {
    private static final String IMPORT_MAP = "META-INF/importmap.json";
    private static final String IN_JAR = "/_static/";
    private static final String SERVED = "/assets/lib/";
    /** What the page may load; an artifact that comes along with these but is for servers is left out. */
    private static final Set<String> SHIPPED = Set.of("lit", "lit-html", "lit-element", "@lit/reactive-element");

    static Libraries load(ClassLoader loader) {
        Map<String, String> imports = new TreeMap<>();
        Map<String, Asset> files = new HashMap<>();
        try {
            for (URL map : Collections.list(loader.getResources(IMPORT_MAP))) {
                JsonObject entries = importsOf(map);
                if (!SHIPPED.containsAll(names(entries))) {
                    continue;
                }
                for (String specifier : entries.fieldNames()) {
                    imports.put(specifier, entries.getString(specifier).replaceFirst("^" + IN_JAR, SERVED));
                }
                ClasspathFolder.read(map, IMPORT_MAP, "META-INF/resources/_static")
                        .forEach((path, bytes) -> {
                            if (path.endsWith(".js") || path.endsWith("/LICENSE")) {
                                files.put(SERVED + path, Asset.of(path, bytes));
                            }
                        });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Libraries(Collections.unmodifiableMap(imports), Map.copyOf(files));
    }

    private static JsonObject importsOf(URL map) throws IOException {
        try (InputStream in = map.openStream()) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)).getJsonObject("imports");
        }
    }

    /** Import maps name a package twice: alone, and with a slash for the files below it. */
    private static Set<String> names(JsonObject imports) {
        Set<String> names = new HashSet<>();
        imports.fieldNames().forEach(specifier -> names.add(specifier.replaceFirst("/$", "")));
        return names;
    }
}
