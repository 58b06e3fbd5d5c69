package dev.rookery.credentials;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCredentialsTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Path own;

    @BeforeEach
    void create() throws IOException {
        own = folder.resolve("own");
        ClusterCredentials.create(own, NOW);
    }

    @Test
    void whatWasWrittenIsReadAndOnlyByItsOwner() throws IOException {
        ClusterCredentials read = ClusterCredentials.load(own, true, NOW);

        assertThat(read.tls().orElseThrow().validUntil()).isAfter(NOW.instant().plus(Duration.ofDays(3600)));
        assertThat(read.toString())
                .doesNotContain(Files.readString(own.resolve("secret")).strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        for (String file : new String[] {"secret", "ca.crt", "tls.crt", "tls.key"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void nothingIsEverOverwritten() throws IOException {
        String secret = Files.readString(own.resolve("secret"));

        assertThatThrownBy(() -> ClusterCredentials.create(own, NOW)).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(own.resolve("secret")).hasContent(secret.strip());
    }

    @Test
    void theNameFollowsFromTheSecretAndTheNameThatWasGiven() throws IOException {
        ClusterSecret secret = ClusterCredentials.load(own, false, NOW).secret();
        ClusterSecret other =
                ClusterCredentials.load(other("other"), false, NOW).secret();

        assertThat(secret.clusterName("a"))
                .isEqualTo(ClusterCredentials.load(own, false, NOW).secret().clusterName("a"))
                .isNotEqualTo(secret.clusterName("b"))
                .isNotEqualTo(other.clusterName("a"));
    }

    @Test
    void aSealIsWorthNothingOnAnotherTextOrFromAnotherSecret() throws IOException {
        ClusterSecret secret = ClusterCredentials.load(own, false, NOW).secret();

        assertThat(secret.isSeal(secret.seal("text"), "text")).isTrue();
        assertThat(secret.isSeal(secret.seal("text"), "texT")).isFalse();
        assertThat(secret.isSeal(
                        ClusterCredentials.load(other("other"), false, NOW)
                                .secret()
                                .seal("text"),
                        "text"))
                .isFalse();
        assertThat(secret.isSeal("", "text")).isFalse();
    }

    @Test
    void aShortSecretIsRefused() throws IOException {
        Files.writeString(own.resolve("secret"), "too short");

        refuses("secret must have at least 32 characters");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(own.resolve("tls.key"));

        refuses("tls.key");
        assertThat(ClusterCredentials.load(own, false, NOW).tls()).isEmpty();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws IOException {
        Files.copy(other("other").resolve("ca.crt"), own.resolve("ca.crt"), REPLACE_EXISTING);

        refuses("tls.crt is not valid under ca.crt");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws IOException {
        Files.copy(other("other").resolve("tls.key"), own.resolve("tls.key"), REPLACE_EXISTING);

        refuses("tls.key is not the key of tls.crt");
    }

    @Test
    void aCertificateThatHasEndedIsRefused() {
        Clock late = Clock.offset(NOW, Duration.ofDays(3651));

        assertThatThrownBy(() -> ClusterCredentials.load(own, true, late))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("tls.crt is not valid under ca.crt");
    }

    @Test
    void severalAuthoritiesAreTrustedWhileOneReplacesTheOther() throws IOException {
        Path other = other("other");
        Files.writeString(
                own.resolve("ca.crt"),
                Files.readString(other.resolve("ca.crt")) + Files.readString(own.resolve("ca.crt")));

        assertThat(ClusterCredentials.load(own, true, NOW).tls()).isPresent();
    }

    private void refuses(String reason) {
        assertThatThrownBy(() -> ClusterCredentials.load(own, true, NOW))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("rookery.cluster.credentials")
                .hasMessageContaining(reason);
    }

    private Path other(String name) throws IOException {
        Path other = folder.resolve(name);
        ClusterCredentials.create(other, NOW);
        return other;
    }
}
