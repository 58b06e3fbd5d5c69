package dev.rookery.credentials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.bouncycastle.asn1.x509.GeneralName;

/** A server's certificate for one address, of an authority of its own, in files. */
public record HostCertificate(Path authorities, Path certificate, Path key) {
    public static HostCertificate of(Path directory, String address) {
        TlsIdentity made =
                CertificateMaker.make(Clock.systemUTC().instant(), new GeneralName(GeneralName.iPAddress, address));
        try {
            return new HostCertificate(
                    Files.writeString(directory.resolve("authorities.pem"), made.authorities()),
                    Files.writeString(directory.resolve("certificate.pem"), made.certificate()),
                    Files.writeString(directory.resolve("key.pem"), made.key()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
