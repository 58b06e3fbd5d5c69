package dev.rookery.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory with everything the children of one parent keep: {@code cassandra}, {@code redis}, {@code logs}, and
 * {@code run} with ports, process ids and the lock that lets only one parent use it. Close it last.
 */
public final class DataDirectory implements AutoCloseable {
    private static final long MEGABYTE = 1_000_000;
    private static final long LEAST_MEGABYTES = 600;

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

    private static void requireSpace(Path root) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace() / MEGABYTE;
        if (free < LEAST_MEGABYTES) {
            throw new EngineException("Only %d MB of disk are free for %s, %d are needed: make room or give another"
                            .formatted(free, root, LEAST_MEGABYTES)
                    + " directory with --data.");
        }
    }

    private static FileChannel lock(Path file, Path root) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            String owner = Files.readString(file).strip();
            throw new EngineException("The data directory " + root + " is in use by process " + owner
                    + ": stop that one or give another directory with --data.");
        }
        Files.writeString(file, ProcessHandle.current().pid() + "\n");
        return channel;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // This JVM itself has it.
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
