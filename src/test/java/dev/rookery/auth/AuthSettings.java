package dev.rookery.auth;

import dev.rookery.config.RookeryConfig.AuthConfig;
import dev.rookery.config.SomeSettings;
import java.util.Map;

/** Settings with a password hash that costs next to nothing. */
public final class AuthSettings {
    static final int MEMORY_KIB = 64;

    private AuthSettings() {}

    public static AuthConfig cheap() {
        return withMemory(MEMORY_KIB);
    }

    public static AuthConfig withMemory(int memoryKib) {
        return SomeSettings.auth(Map.of("argon2MemoryKib", memoryKib, "argon2Iterations", 1));
    }
}
