package dev.rookery.credentials;

import dev.rookery.config.InvalidConfigException;
import dev.rookery.config.OwnersOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A directory of four files, the same on every node of a cluster. The names of the three for TLS are those of Kubernetes'
 * TLS secrets, so that files of another authority fit as well.
 *
 * @param tls empty where nodes talk to each other in clear
 */
public record ClusterCredentials(ClusterSecret secret, Optional<TlsIdentity> tls) {
    static final String AUTHORITIES = "ca.crt";
    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";
    static final String SECRET = "secret";

    private static final FileAttribute<?> OWNERS_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * Reads a directory; blocking. Throws {@link InvalidConfigException} with what is wrong.
     *
     * @param tls whether the files for TLS are wanted
     */
    public static ClusterCredentials load(Path directory, boolean tls, Clock clock) {
        OwnersOnly.require("rookery.cluster.credentials", directory.resolve(SECRET));
        OwnersOnly.require("rookery.cluster.credentials", directory.resolve(KEY));
        try {
            ClusterSecret secret = secret(directory);
            return new ClusterCredentials(
                    secret, tls ? Optional.of(identity(directory).checkedAt(clock.instant())) : Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidConfigException(List.of("rookery.cluster.credentials names " + directory
                    + ", which a node cannot use (" + reason(e)
                    + "); `rookery keygen cluster DIR` makes such a directory"));
        }
    }

    private static String reason(Exception failure) {
        return failure instanceof IOException ? failure.toString() : String.valueOf(failure.getMessage());
    }

    private static ClusterSecret secret(Path directory) throws IOException {
        try {
            return ClusterSecret.of(Files.readString(directory.resolve(SECRET)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SECRET + " " + e.getMessage(), e);
        }
    }

    private static TlsIdentity identity(Path directory) throws IOException {
        return new TlsIdentity(
                Files.readString(directory.resolve(AUTHORITIES)),
                Files.readString(directory.resolve(CERTIFICATE)),
                Files.readString(directory.resolve(KEY)));
    }

    /** New ones that are in no file. */
    public static ClusterCredentials generate(Clock clock) {
        return new ClusterCredentials(
                ClusterSecret.of(ClusterSecret.generate()), Optional.of(CertificateMaker.make(clock.instant())));
    }

    /**
     * Writes new ones, readable by their owner only. Blocking.
     *
     * @throws java.nio.file.FileAlreadyExistsException if one of the files is there: none is ever overwritten
     */
    public static void create(Path directory, Clock clock) throws IOException {
        TlsIdentity tls = CertificateMaker.make(clock.instant());
        if (!Files.isDirectory(directory)) {
            var unused = Files.createDirectories(directory, OWNERS_DIRECTORY);
        }
        write(directory.resolve(SECRET), ClusterSecret.generate() + "\n");
        write(directory.resolve(AUTHORITIES), tls.authorities());
        write(directory.resolve(CERTIFICATE), tls.certificate());
        write(directory.resolve(KEY), tls.key());
    }

    private static void write(Path file, String text) throws IOException {
        var unused = Files.writeString(Files.createFile(file, OWNERS_FILE), text);
    }
}
