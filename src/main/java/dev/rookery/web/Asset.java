package dev.rookery.web;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** One file as browsers get it. The body is shared by every event loop and never changed. */
record Asset(Buffer body, String contentType, String etag) {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "txt", "text/plain; charset=utf-8",
            "webmanifest", "application/manifest+json");

    /** @param name its ending decides the content type; an ending that is not known is a mistake in the build */
    static Asset of(String name, byte[] bytes) {
        boolean licence = name.endsWith("LICENSE");
        String type = TYPES.get(licence ? "txt" : name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("no content type is known for " + name);
        }
        String etag = '"' + HexFormat.of().formatHex(sha256(bytes), 0, 16) + '"';
        return new Asset(Buffer.buffer(bytes), type, etag);
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
