package dev.rookery.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Files with secrets are for the user who runs the node. Its group may read them too, as mounted secrets of Kubernetes are;
 * where a file system knows no such permissions nothing is asked.
 */
public final class OwnersOnly {
    private static final Set<PosixFilePermission> TOO_MUCH = EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private OwnersOnly() {}

    /**
     * Throws {@link InvalidConfigException} if others than that may use the file; a missing one is not its business. Blocking.
     *
     * @param setting what names the file
     */
    public static void require(String setting, Path file) {
        if (!permissions(file).stream().filter(TOO_MUCH::contains).toList().isEmpty()) {
            throw new InvalidConfigException(
                    List.of(setting + " names " + file + ", which others on this machine may use: chmod 600 " + file
                            + " (and chown it to the user who runs the node)"));
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException e) {
            return Set.of();
        }
    }
}
