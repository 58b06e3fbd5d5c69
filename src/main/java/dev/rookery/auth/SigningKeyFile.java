package dev.rookery.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the file that {@link SigningKey#load} reads, readable by its owner only. */
public final class SigningKeyFile {
    private SigningKeyFile() {}

    /**
     * Writes a new random key. Blocking.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file: a key is never overwritten
     */
    public static void create(Path file) throws IOException {
        Path created = Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(created, SigningKey.generatePem());
    }
}
