package dev.rookery.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script in {@code resources/lua}.
 *
 * @param sha1 by which Redis knows it after its first run
 */
record LuaScript(String text, String sha1) {
    static LuaScript load(String file) {
        try (InputStream in = LuaScript.class.getResourceAsStream("/lua/" + file)) {
            if (in == null) {
                throw new IllegalStateException("/lua/" + file + " is missing from the classpath");
            }
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes);
            return new LuaScript(
                    new String(bytes, StandardCharsets.UTF_8), HexFormat.of().formatHex(hash));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
