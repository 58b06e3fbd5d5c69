package dev.rookery.tool.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Loopback ports by name: chosen free the first time and kept in a file, so that addresses stay the same over restarts;
 * chosen anew when something else took one before they were first asked for. For one thread.
 */
public final class RememberedPorts {
    private final Path directory;
    private final Map<String, Integer> given = new HashMap<>();

    RememberedPorts(Path directory) {
        this.directory = directory;
    }

    /** The port of that name, always the same; free when it is first asked for. No two names have one port. */
    public int port(String name) {
        Integer known = given.get(name);
        if (known != null) {
            return known;
        }
        Path file = directory.resolve(name + ".port");
        OptionalInt remembered = read(file);
        int port = remembered.isPresent()
                        && FreePorts.isFree("127.0.0.1", remembered.getAsInt())
                        && !given.containsValue(remembered.getAsInt())
                ? remembered.getAsInt()
                : choose();
        given.put(name, port);
        write(file, port);
        return port;
    }

    private int choose() {
        int chosen = FreePorts.any();
        while (given.containsValue(chosen)) {
            chosen = FreePorts.any();
        }
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
