package dev.rookery.tool.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/**
 * A directory with everything the children of one parent keep: {@code cassandra}, {@code redis}, {@code logs}, and
 * {@code run} with ports, process ids and the lock that lets only one parent use it. Close it last.
 */
public final class DataDirectory implements AutoCloseable {
    private static final long MEGABYTE = 1_000_000;
    private static final long LEAST_MEGABYTES = 600;
    /** Cassandra wants to write a segment of its commit log (32 MB) ahead. */
    private static final long FULL_MEGABYTES = 64;

    private final Path root;
    private final FileChannel lock;
    private final ChildRegistry children;
    private final RememberedPorts ports;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
        this.children = new ChildRegistry(root.resolve("run"));
        this.ports = new RememberedPorts(root.resolve("run"));
    }

    /** Creates it if need be and takes its lock. */
    public static DataDirectory open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            closeToOthers(root);
            Files.createDirectories(root.resolve("run"));
            Files.createDirectories(root.resolve("logs"));
            requireSpace(root);
            return new DataDirectory(root, lock(root.resolve("run/lock"), root));
        } catch (IOException e) {
            throw new EngineException(
                    "The data directory " + root + " cannot be used (" + e + "): make it writable or"
                            + " give another one with --data.",
                    e);
        }
    }

    /** It holds keys and everybody's messages. One that was there stays as it is. */
    private static void closeToOthers(Path root) throws IOException {
        boolean made = Files.notExists(root);
        Files.createDirectories(root);
        if (made && Files.getFileStore(root).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void requireSpace(Path root) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace() / MEGABYTE;
        if (free < LEAST_MEGABYTES) {
            throw new EngineException(String.format(
                            Locale.ROOT,
                            "Only %d MB of disk are free for %s, %d are needed: make room or give another",
                            free,
                            root,
                            LEAST_MEGABYTES)
                    + " directory with --data.");
        }
    }

    /**
     * On POSIX a process loses its lock on a file as soon as it closes any channel of that file: so the owner reads and
     * writes the file through the locked channel alone, and never closes a second one.
     */
    private static FileChannel lock(Path file, Path root) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse(root, Files.readString(file).strip());
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(root, Long.toString(ProcessHandle.current().pid()));
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
        return channel;
    }

    private static EngineException inUse(Path root, String process) {
        return new EngineException("The data directory " + root + " is in use by process " + process
                + ": stop that one or give another directory with --data.");
    }

    /** A sentence about the disk if it is as good as full: often the true cause of what an engine complains of. */
    public Optional<String> fullDisk() {
        try {
            long free = Files.getFileStore(root).getUsableSpace() / MEGABYTE;
            return free < FULL_MEGABYTES
                    ? Optional.of(String.format(
                            Locale.ROOT,
                            "The disk is full: only %d MB are free for %s. Make room and start again.",
                            free,
                            root))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public Path root() {
        return root;
    }

    /** Who of ours is running. */
    public ChildRegistry children() {
        return children;
    }

    public RememberedPorts ports() {
        return ports;
    }

    /** The log file of a child. */
    public Path log(String child) {
        return root.resolve("logs").resolve(child + ".log");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new EngineException("Cannot give up the lock of " + root + ".", e);
        }
    }
}
