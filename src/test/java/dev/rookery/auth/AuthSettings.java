package dev.rookery.auth;

import dev.rookery.config.RookeryConfig.AuthConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Settings with a password hash that costs next to nothing. */
public final class AuthSettings {
    static final int MEMORY_KIB = 64;

    private AuthSettings() {}

    public static AuthConfig cheap() {
        return withMemory(MEMORY_KIB);
    }

    public static AuthConfig withMemory(int memoryKib) {
        return new AuthConfig(
                Path.of("unused"),
                List.of(),
                Duration.ofMinutes(10),
                Duration.ofDays(60),
                Duration.ofSeconds(30),
                memoryKib,
                1,
                10,
                100,
                Duration.ofMinutes(10));
    }
}
