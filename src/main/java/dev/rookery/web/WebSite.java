package dev.rookery.web;

import io.vertx.core.buffer.Buffer;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything the page consists of, as the build made it: {@code web/index.html} on the classpath, and files below {@code
 * web/assets} with a hash of their content in their names. So an address never changes its content, browsers keep it for
 * ever, and a new release is a new set of addresses.
 */
final class WebSite {
    private static final String ROOT = "web/";
    private static final String PAGE = "index.html";
    private static final String ASSETS = "assets/";
    /** What browsers ask for at addresses of their own, anew each time. */
    private static final Set<String> AT_ROOT = Set.of("sw.js", "manifest.webmanifest");

    /** What a file is called, and the hash that the build puts behind it. */
    private static final Pattern HASHED = Pattern.compile("(/assets/.+)-[A-Z0-9]{8}(\\.[a-z]+)");

    private static final Map<String, String> PACKED = Map.of("br", ".br", "gzip", ".gz");

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            // Lit creates its templates through a policy of this name, and the page names its service worker by one.
            // Nothing else turns text into markup, or into the address of a script.
            "require-trusted-types-for 'script'",
            "trusted-types lit-html rookery");

    private static final String WORKER_SECURITY_POLICY =
            String.join("; ", "default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'");

    private final Asset page;
    private final Map<String, Asset> files;
    private final Map<String, Asset> atRoot;

    private WebSite(Asset page, Map<String, Asset> files, Map<String, Asset> atRoot) {
        this.page = page;
        this.files = files;
        this.atRoot = atRoot;
    }

    /** Reads the files from the classpath, which blocks for some milliseconds; empty if this build has no page. */
    static Optional<WebSite> load() {
        URL anchor = WebSite.class.getClassLoader().getResource(ROOT + PAGE);
        if (anchor == null) {
            return Optional.empty();
        }
        Map<String, byte[]> built = ClasspathFolder.read(anchor, ROOT + PAGE, ROOT);
        Map<String, Asset> files = new HashMap<>();
        built.keySet().stream()
                .filter(name ->
                        name.startsWith(ASSETS) && PACKED.values().stream().noneMatch(name::endsWith))
                .forEach(name -> files.put("/" + name, asset(name, built)));
        Map<String, Asset> atRoot = new HashMap<>();
        AT_ROOT.forEach(name -> atRoot.put("/" + name, asset(name, built)));
        return Optional.of(new WebSite(asset(PAGE, built), Map.copyOf(files), Map.copyOf(atRoot)));
    }

    private static Asset asset(String name, Map<String, byte[]> built) {
        Map<String, Buffer> packed = new HashMap<>();
        PACKED.forEach((coding, ending) -> {
            byte[] bytes = built.get(name + ending);
            if (bytes != null) {
                packed.put(coding, Buffer.buffer(bytes));
            }
        });
        return Asset.of(name, Objects.requireNonNull(built.get(name)), Map.copyOf(packed));
    }

    Asset page() {
        return page;
    }

    /** The service worker and the manifest, by address. */
    Map<String, Asset> atRoot() {
        return atRoot;
    }

    Optional<Asset> file(String address) {
        return Optional.ofNullable(files.get(address));
    }

    Set<String> addresses() {
        return files.keySet();
    }

    /** Our version of a file of another release, which has another hash in its name. */
    Optional<Asset> ofThisRelease(String address) {
        Matcher asked = HASHED.matcher(address);
        if (!asked.matches()) {
            return Optional.empty();
        }
        return files.entrySet().stream()
                .filter(file -> {
                    Matcher ours = HASHED.matcher(file.getKey());
                    return ours.matches()
                            && ours.group(1).equals(asked.group(1))
                            && ours.group(2).equals(asked.group(2));
                })
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** For the page: nothing but our own modules runs, nothing leaves to another origin, nobody frames it. */
    static String contentSecurityPolicy() {
        return CONTENT_SECURITY_POLICY;
    }

    /** For the service worker, which fetches what the page consists of and runs nothing but itself. */
    static String workerSecurityPolicy() {
        return WORKER_SECURITY_POLICY;
    }
}
