package dev.rookery.web;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything the page consists of, put together once at the start. Files of our own are served below {@code
 * /assets/<version>/}, where the version is a hash of all of them: an address never changes its content, so browsers keep
 * it for ever, and a new release is a new set of addresses.
 */
final class WebSite {
    private static final String ROOT = "web/";
    private static final String PAGE = "index.html";
    private static final String ENTRY = "app.js";

    private final String version;
    private final Asset page;
    private final Map<String, Asset> files;
    private final String contentSecurityPolicy;

    private WebSite(String version, Asset page, Map<String, Asset> files, String contentSecurityPolicy) {
        this.version = version;
        this.page = page;
        this.files = files;
        this.contentSecurityPolicy = contentSecurityPolicy;
    }

    /** Reads some hundred small files from the classpath: blocks for some milliseconds. */
    static WebSite load() {
        ClassLoader loader = WebSite.class.getClassLoader();
        URL anchor = Objects.requireNonNull(loader.getResource(ROOT + PAGE), "the web page is not on the classpath");
        Map<String, byte[]> own = ClasspathFolder.read(anchor, ROOT + PAGE, ROOT);
        Libraries libraries = Libraries.load(loader);
        String version = hashOf(own);

        Map<String, Asset> files = new HashMap<>(libraries.files());
        own.forEach((name, bytes) -> {
            if (!name.equals(PAGE)) {
                files.put(address(version, name), Asset.of(name, bytes));
            }
        });
        String importMap = new JsonObject(Map.of("imports", libraries.imports())).encode();
        List<String> modules = new ModuleGraph(files, libraries.imports()).from(address(version, ENTRY));
        String html = new String(Objects.requireNonNull(own.get(PAGE)), StandardCharsets.UTF_8)
                .replace("{{version}}", version)
                .replace("{{importmap}}", importMap)
                .replace("{{modules}}", modules.stream().map(WebSite::preload).collect(Collectors.joining("\n    ")));
        Asset page = Asset.of(PAGE, html.getBytes(StandardCharsets.UTF_8));
        return new WebSite(version, page, Map.copyOf(files), policy(importMap));
    }

    Asset page() {
        return page;
    }

    Optional<Asset> file(String address) {
        return Optional.ofNullable(files.get(address));
    }

    /** Where a file of ours is served. */
    String addressOf(String name) {
        return address(version, name);
    }

    Set<String> addresses() {
        return files.keySet();
    }

    /** The address that a file of another release has in this one; empty if the address has no such shape. */
    Optional<String> ofThisRelease(String address) {
        String[] parts = address.split("/", 4);
        boolean ours = parts.length == 4 && parts[1].equals("assets") && parts[2].matches("[0-9a-f]{16}");
        return ours ? Optional.of(address(version, parts[3])) : Optional.empty();
    }

    /** For the page: nothing but our own modules runs, nothing leaves to another origin, nobody frames it. */
    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    private static String policy(String importMap) {
        String hash = Base64.getEncoder().encodeToString(Asset.sha256(importMap.getBytes(StandardCharsets.UTF_8)));
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' 'sha256-" + hash + "'",
                "style-src 'self'",
                "img-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                // Lit creates its templates through a policy of this name; nothing else may turn text into markup.
                "require-trusted-types-for 'script'",
                "trusted-types lit-html");
    }

    private static String address(String version, String name) {
        return "/assets/" + version + "/" + name;
    }

    private static String preload(String module) {
        return "<link rel=\"modulepreload\" href=\"" + module + "\">";
    }

    private static String hashOf(Map<String, byte[]> files) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.forEach((name, bytes) -> {
            all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(Asset.sha256(bytes));
        });
        return HexFormat.of().formatHex(Asset.sha256(all.toByteArray()), 0, 8);
    }
}
