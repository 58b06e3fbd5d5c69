package dev.rookery.tool.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The loaded classes of a node, kept beside its jar: a JVM that maps them starts for half the CPU. The first node that
 * ends in peace writes them (application class data sharing, JEP 310 and 350); later ones use them. A JVM that can't use
 * the file says so in its log and starts without.
 */
final class ClassArchive {
    private final Path ready;
    private final Path growing;

    ClassArchive(Path jar) {
        String name = "classes-" + Runtime.version() + ".jsa";
        this.ready = jar.resolveSibling(name);
        this.growing = jar.resolveSibling(name + ".new");
    }

    /**
     * Options of a JVM that is about to start from the jar.
     *
     * @param mayWrite whether it may write the archive when it ends; only one at a time
     */
    List<String> options(boolean mayWrite) {
        if (!Files.exists(ready) && isComplete(growing)) {
            adopt();
        }
        if (Files.exists(ready)) {
            return List.of("-XX:SharedArchiveFile=" + ready);
        }
        return mayWrite ? List.of("-XX:ArchiveClassesAtExit=" + growing, "-Xlog:cds=error") : List.of();
    }

    /** The JVM writes the header last, so what was cut off begins with zeros. */
    private static boolean isComplete(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void adopt() {
        try {
            Files.move(growing, ready, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Starting slowly is no reason not to start.
            return;
        }
    }
}
