package dev.rookery.node;

import dev.rookery.credentials.TlsIdentity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Set;

/**
 * Mutual TLS on the event bus: both ends show a certificate of the cluster's authority. Host names are not compared: the
 * authority is the cluster's own, whoever has a certificate of it is a node, and every node may be any other.
 */
final class BusSecurity {
    private BusSecurity() {}

    static void apply(TlsIdentity identity, EventBusOptions bus) {
        bus.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(identity.certificate()))
                        .setKeyValue(Buffer.buffer(identity.key())))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(identity.authorities())))
                .setClientAuth(ClientAuth.REQUIRED)
                // The default of the event bus is to believe everybody who answers.
                .setTrustAll(false);
        if (OpenSSLEngineOptions.isAvailable()) {
            bus.setSslEngineOptions(new OpenSSLEngineOptions());
        }
    }
}
