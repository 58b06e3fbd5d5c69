package dev.rookery.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Loopback ports by name: chosen free the first time and kept in a file, so that addresses stay the same over restarts;
 * chosen anew when something else took one. For one thread.
 */
public final class RememberedPorts {
    private final Path directory;
    private final Set<Integer> given = new HashSet<>();

    RememberedPorts(Path directory) {
        this.directory = directory;
    }

    /** The port of that name, free at this moment. Never gives one port to two names. */
    public int port(String name) {
        Path file = directory.resolve(name + ".port");
        OptionalInt remembered = read(file);
        if (remembered.isPresent()
                && FreePorts.isFree("127.0.0.1", remembered.getAsInt())
                && given.add(remembered.getAsInt())) {
            return remembered.getAsInt();
        }
        int chosen = FreePorts.any();
        while (!given.add(chosen)) {
            chosen = FreePorts.any();
        }
        write(file, chosen);
        return chosen;
    }

    private static OptionalInt read(Path file) {
        try {
            return Files.exists(file)
                    ? OptionalInt.of(Integer.parseInt(Files.readString(file).strip()))
                    : OptionalInt.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty(); // What cannot be read is not remembered.
        }
    }

    private static void write(Path file, int port) {
        try {
            Files.writeString(file, port + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
