package dev.rookery.tool.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a Java 17 for Cassandra: Cassandra 5.0 runs on no newer one. The server itself may run on another.
 *
 * @param environment usually {@code System.getenv()}
 * @param ownHome the home of this JVM
 * @param places directories that hold JDK homes, or are one
 */
record JdkLocator(Map<String, String> environment, Path ownHome, List<Path> places) {
    static final String VARIABLE = "ROOKERY_CASSANDRA_JAVA_HOME";

    static JdkLocator ofSystem(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home"));
        return new JdkLocator(
                environment,
                Path.of(System.getProperty("java.home")),
                List.of(
                        Path.of("/usr/lib/jvm"),
                        Path.of("/usr/java"),
                        Path.of("/opt"),
                        Path.of("/opt/java"),
                        Path.of("/Library/Java/JavaVirtualMachines"),
                        Path.of("/opt/homebrew/opt"),
                        Path.of("/usr/local/opt"),
                        home.resolve(".sdkman/candidates/java"),
                        home.resolve(".jdks"),
                        home.resolve(".asdf/installs/java"),
                        home.resolve(".local/share/mise/installs/java"),
                        home.resolve("Library/Java/JavaVirtualMachines")));
    }

    /** The {@code java} executable of a Java 17. */
    Path java17() {
        String wanted = environment.get(VARIABLE);
        if (wanted != null && !wanted.isBlank()) {
            return java17In(Path.of(wanted))
                    .orElseThrow(() -> new EngineException(
                            VARIABLE + " is " + wanted + ", which is not the home of a Java 17: set it to one."));
        }
        Stream<Path> known = Stream.concat(
                Stream.of(ownHome),
                Stream.ofNullable(environment.get("JAVA_HOME"))
                        .filter(path -> !path.isBlank())
                        .map(Path::of));
        return Stream.concat(known, places.stream().flatMap(JdkLocator::homesIn))
                .flatMap(home -> java17In(home).stream())
                .findFirst()
                .orElseThrow(() -> new EngineException("Cassandra 5.0 needs Java 17 and none was found: install a"
                        + " JDK 17 or name the home of one in " + VARIABLE + "."));
    }

    private static Stream<Path> homesIn(Path place) {
        if (!Files.isDirectory(place)) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries
                    .sorted()
                    .flatMap(entry -> Stream.of(
                            entry, entry.resolve("Contents/Home"), entry.resolve("libexec/openjdk.jdk/Contents/Home")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** Believes the file {@code release}, which every JDK has, rather than starting each candidate. */
    private static Optional<Path> java17In(Path home) {
        Path java = home.resolve("bin/java");
        Path release = home.resolve("release");
        if (!Files.isExecutable(java) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        try {
            return Files.readString(release).contains("JAVA_VERSION=\"17") ? Optional.of(java) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
