package dev.rookery.config;

import dev.rookery.config.RookeryConfig.GatewayConfig;
import dev.rookery.config.RookeryConfig.ServerTls;

/** What several settings have to keep together. What one has to keep alone stands at its component. */
final class SettingRules {
    private SettingRules() {}

    static void judge(RookeryConfig config, SettingsReader in) {
        GatewayConfig gateway = config.gateway();
        in.require(
                () -> gateway.idleTimeout().compareTo(gateway.heartbeatInterval()) > 0,
                "must be longer than heartbeatInterval",
                "gateway.idleTimeout",
                "gateway.heartbeatInterval");

        ServerTls tls = config.http().tls();
        in.require(
                () -> tls.tlsKey().isPresent() == tls.tlsCertificate().isPresent(),
                "and tlsCertificate belong together: set both or none",
                "http.tlsKey",
                "http.tlsCertificate");
    }
}
