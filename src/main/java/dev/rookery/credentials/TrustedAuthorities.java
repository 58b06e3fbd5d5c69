package dev.rookery.credentials;

import dev.rookery.config.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates a server has to show to be believed. */
public final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /**
     * For clients that take one of the JDK's. Blocking.
     *
     * @param file certificates in PEM; empty: the authorities that the JDK knows
     * @throws InvalidConfigException if the file does not hold such certificates
     */
    public static SSLContext context(Optional<Path> file) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, file.isPresent() ? of(file.get()) : null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidConfigException(List.of("a tlsAuthorities names " + file.orElse(Path.of(""))
                    + ", which holds no certificates in PEM: " + e.getMessage()));
        }
    }

    private static TrustManager @Nullable [] of(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), each);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
