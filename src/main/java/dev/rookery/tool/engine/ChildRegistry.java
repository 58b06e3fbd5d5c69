package dev.rookery.tool.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows the children of a data directory on disk, one file each, so that those whose parent was killed are found at the
 * next start. A process is ours only if its id and its start are the recorded ones.
 */
public final class ChildRegistry {
    private static final String SUFFIX = ".child";
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path directory;
    private final Duration grace;

    ChildRegistry(Path directory) {
        this(directory, GRACE);
    }

    ChildRegistry(Path directory, Duration grace) {
        this.directory = directory;
        this.grace = grace;
    }

    void add(String name, long pid) {
        Optional<ProcessIdentity> identity = ProcessIdentity.of(pid);
        if (identity.isEmpty()) {
            return; // Ended already; the next look at the child tells.
        }
        try {
            Files.writeString(file(name), pid + " " + identity.get().start() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends what an earlier, killed parent left running, and says whom. */
    public List<String> endOrphans() {
        List<Path> files = recorded();
        List<String> ended = new ArrayList<>();
        List<ProcessHandle> orphans = new ArrayList<>();
        for (Path file : files) {
            Optional<ProcessHandle> orphan = read(file).flatMap(ProcessIdentity::process);
            if (orphan.isPresent()) {
                String name = String.valueOf(file.getFileName());
                ended.add(name.substring(0, name.length() - SUFFIX.length()) + " (process "
                        + orphan.get().pid() + ")");
                orphans.add(orphan.get());
            }
        }
        Processes.end(orphans, grace);
        for (Path file : files) {
            delete(file);
        }
        return ended;
    }

    private List<Path> recorded() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessIdentity> read(Path file) {
        try {
            String[] parts = Files.readString(file).strip().split(" ", 2);
            return parts.length == 2
                    ? Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), parts[1]))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            // Half written when the parent was killed.
            return Optional.empty();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + SUFFIX);
    }
}
