package dev.rookery.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** The file with the private key that signs tokens: PEM, PKCS#8, EC P-256, readable by its owner only. */
public final class SigningKeyFile {
    private static final int LINE = 64;

    private SigningKeyFile() {}

    /**
     * Writes a new random key. Blocking.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file: a key is never overwritten
     */
    public static void create(Path file) throws IOException {
        Path created = Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(created, pem());
    }

    private static String pem() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            Base64.Encoder base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
            String body = base64.encodeToString(
                    generator.generateKeyPair().getPrivate().getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no EC P-256.", e);
        }
    }
}
