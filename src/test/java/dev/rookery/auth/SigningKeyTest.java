package dev.rookery.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.config.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    @TempDir
    private Path directory;

    @Test
    void derivesThePublicKeyThatBelongsToThePrivateOne() throws GeneralSecurityException {
        KeyPair pair = pair("secp256r1");

        SigningKey key = SigningKey.parse(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));

        assertThat(publicKey(key)).isEqualTo(pair.getPublic());
    }

    @Test
    void aGeneratedFileIsRead() throws IOException {
        Path file = secret("key.pem", SigningKey.generatePem());

        assertThat(SigningKey.load("signingKeyFile", file).id())
                .isEqualTo(SigningKey.load("signingKeyFile", file).id());
    }

    @Test
    void anotherKindOfKeyIsRefusedWithTheNameOfTheFile() throws Exception {
        Path garbage = secret("garbage.pem", "not a key");
        Path otherCurve = secret(
                "p384.pem", pem("PRIVATE KEY", pair("secp384r1").getPrivate().getEncoded()));
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        Path rsaKey = secret(
                "rsa.pem", pem("PRIVATE KEY", rsa.generateKeyPair().getPrivate().getEncoded()));

        for (Path file : new Path[] {garbage, otherCurve, rsaKey, directory.resolve("missing.pem")}) {
            assertThatThrownBy(() -> SigningKey.load("signingKeyFile", file))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining(
                            "rookery.auth.signingKeyFile names " + file + ", which does not hold an EC P-256");
        }
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws IOException {
        Path file = secret("key.pem", SigningKey.generatePem());
        for (String open : List.of("rw----r--", "rw--w----", "rw-----w-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertThatThrownBy(() -> SigningKey.load("otherKeyFiles", file))
                    .as(open)
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("chmod 600 " + file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        assertThat(SigningKey.load("otherKeyFiles", file)).isNotNull();
    }

    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static PublicKey publicKey(SigningKey key) throws GeneralSecurityException {
        String body = key.publicPem().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
