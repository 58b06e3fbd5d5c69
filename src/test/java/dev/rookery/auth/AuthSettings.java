package dev.rookery.auth;

import dev.rookery.config.RookeryConfig.AuthConfig;
import dev.rookery.config.SomeSettings;
import java.util.Map;

/** Settings of a key that nobody reads. */
final class AuthSettings {
    private AuthSettings() {}

    static AuthConfig any() {
        return SomeSettings.auth(Map.of());
    }
}
