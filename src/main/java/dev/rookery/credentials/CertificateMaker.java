package dev.rookery.credentials;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * Makes an authority and one certificate of it, for all nodes of a cluster. The authority's key is forgotten: nobody can
 * make another certificate that the cluster takes, and its end is a change of both.
 */
final class CertificateMaker {
    /** Nodes say from when on it has to be exchanged; in ten years somebody looks at them. */
    private static final Duration VALID = Duration.ofDays(3650);
    /** Clocks differ. */
    private static final Duration BEFORE = Duration.ofDays(1);

    private static final int SERIAL_BITS = 120;

    private final List<GeneralName> names;
    private final SecureRandom random = new SecureRandom();
    private final Date begin;
    private final Date end;

    private CertificateMaker(Instant now, List<GeneralName> names) {
        this.names = names;
        this.begin = Date.from(now.minus(BEFORE));
        this.end = Date.from(now.plus(VALID));
    }

    /** @param names of the host that will show it; none for a node, which is asked for none */
    static TlsIdentity make(Instant now, GeneralName... names) {
        try {
            return new CertificateMaker(now, List.of(names)).make();
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("every JDK has ECDSA with P-256", e);
        }
    }

    private TlsIdentity make() throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair authority = keys();
        KeyPair node = keys();
        // Another name for each, as several may be trusted at a time and are looked up by their names.
        X500Name issuer = new X500Name("CN=Rookery cluster " + HexFormat.of().toHexDigits(random.nextInt()));
        X509v3CertificateBuilder root = certificate(issuer, issuer, authority, authority)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        X509v3CertificateBuilder leaf = certificate(issuer, new X500Name("CN=Rookery node"), authority, node)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }));
        if (!names.isEmpty()) {
            leaf.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        return new TlsIdentity(
                pem(signed(root, authority)),
                pem(signed(leaf, authority)),
                pem(new PemObject("PRIVATE KEY", node.getPrivate().getEncoded())));
    }

    private KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private X509v3CertificateBuilder certificate(X500Name issuer, X500Name subject, KeyPair authority, KeyPair own)
            throws GeneralSecurityException, CertIOException {
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        return new JcaX509v3CertificateBuilder(
                        issuer, new BigInteger(SERIAL_BITS, random), begin, end, subject, own.getPublic())
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        ids.createAuthorityKeyIdentifier(authority.getPublic()))
                .addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(own.getPublic()));
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, KeyPair authority)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
