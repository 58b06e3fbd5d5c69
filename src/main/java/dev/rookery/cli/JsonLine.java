package dev.rookery.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --json} of commands that report figures. */
final class JsonLine {
    @Option(names = "--json", paramLabel = "FILE", description = "Where the report is added as one line of JSON.")
    private Optional<Path> file = Optional.empty();

    /** Does nothing if nobody asked for it. */
    void add(JsonObject report) throws IOException {
        if (file.isPresent()) {
            Files.writeString(file.get(), report.encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
