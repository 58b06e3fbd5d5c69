package dev.rookery.web;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One file as browsers get it. The bodies are shared by every event loop and never changed.
 *
 * @param packed the same body compressed, by the name of the content coding; empty where that is not worth it
 */
record Asset(Buffer body, String contentType, String etag, Map<String, Buffer> packed) {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "txt", "text/plain; charset=utf-8",
            "webmanifest", "application/manifest+json");

    /** The smallest first. */
    private static final List<String> CODINGS = List.of("br", "gzip");

    /** @param name its ending decides the content type; an ending that is not known is a mistake in the build */
    static Asset of(String name, byte[] bytes, Map<String, Buffer> packed) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("no content type is known for " + name);
        }
        return new Asset(Buffer.buffer(bytes), type, HexFormat.of().formatHex(sha256(bytes), 0, 16), packed);
    }

    /** The smallest form that a client with this {@code Accept-Encoding} takes; its own one if the header is missing. */
    Optional<String> coding(String accepted) {
        return CODINGS.stream()
                .filter(packed::containsKey)
                .filter(coding -> accepts(accepted, coding))
                .findFirst();
    }

    private static boolean accepts(String accepted, String coding) {
        for (String one : accepted.split(",", -1)) {
            String[] parts = one.trim().split("\\s*;\\s*", 2);
            if (parts[0].equalsIgnoreCase(coding)) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
