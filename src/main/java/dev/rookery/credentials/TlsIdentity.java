package dev.rookery.credentials;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a node shows that it belongs to the cluster, and whom it takes for another node: whoever has a certificate of one of
 * these authorities. All in PEM.
 *
 * @param authorities one or, while they are exchanged, several
 * @param certificate of this node, with those between it and the authority if there are any
 * @param key of the certificate
 */
public record TlsIdentity(String authorities, String certificate, String key) {

    /** Fails with IllegalArgumentException, which says what is wrong, if a node could not use it at that time. */
    TlsIdentity checkedAt(Instant now) {
        List<X509Certificate> trusted = certificates(authorities, ClusterCredentials.AUTHORITIES);
        List<X509Certificate> own = certificates(certificate, ClusterCredentials.CERTIFICATE);
        try {
            PKIXParameters parameters = new PKIXParameters(
                    trusted.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            var unused = CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(own), parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    ClusterCredentials.CERTIFICATE + " is not valid under " + ClusterCredentials.AUTHORITIES + ": "
                            + e.getMessage(),
                    e);
        }
        if (!PemKey.belongsTo(key, own.get(0))) {
            throw new IllegalArgumentException(ClusterCredentials.KEY + " is not the key of "
                    + ClusterCredentials.CERTIFICATE + ", or no private key in PKCS#8 PEM");
        }
        return this;
    }

    /** When the first of them that this node needs ends. */
    public Instant validUntil() {
        return certificates(certificate, ClusterCredentials.CERTIFICATE).stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static List<X509Certificate> certificates(String pem, String file) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .forEach(each -> found.add((X509Certificate) each));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " does not hold certificates in PEM: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(file + " does not hold a certificate in PEM");
        }
        return found;
    }

    @Override
    public String toString() {
        return "TlsIdentity["
                + certificates(certificate, ClusterCredentials.CERTIFICATE)
                        .get(0)
                        .getSubjectX500Principal() + "]";
    }
}
