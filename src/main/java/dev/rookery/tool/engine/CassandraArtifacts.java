package dev.rookery.tool.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The jars of Cassandra, resolved by Maven from {@code engines/cassandra/pom.xml} (a copy lies on the class path) into
 * the local repository. The answer is kept in the user's cache directory and trusted while every jar exists.
 *
 * @param cache where the answer is kept
 * @param environment where {@code mvn} is looked for
 */
record CassandraArtifacts(Path cache, Map<String, String> environment) {
    private static final String POM = "/engines/cassandra/pom.xml";
    private static final long MAVEN_MINUTES = 15;

    static CassandraArtifacts ofUser(Map<String, String> environment) {
        String cacheHome = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = cacheHome.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cacheHome);
        return new CassandraArtifacts(base.resolve("rookery"), environment);
    }

    /** Every jar of Cassandra's class path; the first time this downloads them (67 MB). */
    List<Path> jars() {
        try {
            String pom = pom();
            Path answer = cache.resolve("cassandra-" + nameOf(pom) + ".classpath");
            List<Path> known = read(answer);
            if (!known.isEmpty() && known.stream().allMatch(Files::isRegularFile)) {
                return known;
            }
            Files.createDirectories(cache);
            // Maven's local repository is not made for two that fill it at once.
            try (FileChannel file =
                    FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Given back with the channel.
                file.lock();
                List<Path> resolved = read(answer);
                boolean meanwhile = !resolved.isEmpty() && resolved.stream().allMatch(Files::isRegularFile);
                return meanwhile ? resolved : resolve(pom, answer);
            }
        } catch (IOException e) {
            throw new EngineException("Cannot find the jars of Cassandra: " + e.getMessage(), e);
        }
    }

    private List<Path> resolve(String pom, Path answer) throws IOException {
        Path work = Files.createTempDirectory(cache, "resolve");
        try {
            Path file = Files.writeString(work.resolve("pom.xml"), pom);
            Path output = work.resolve("classpath");
            Path log = work.resolve("log");
            if (!maven(file, output, log, List.of("-o")) && !maven(file, output, log, List.of())) {
                throw new EngineException("Maven could not resolve Cassandra (see what"
                        + " `mvn -f engines/cassandra/pom.xml dependency:build-classpath` says): "
                        + LogTail.of(log).reason());
            }
            List<Path> jars = read(output);
            Files.move(output, answer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return jars;
        } finally {
            deleteAll(work);
        }
    }

    private boolean maven(Path pom, Path output, Path log, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(mvn().toString(), "-B", "-q", "-f", pom.toString()));
        command.addAll(options);
        String localRepository = System.getProperty("maven.repo.local", "");
        if (!localRepository.isBlank()) {
            command.add("-Dmaven.repo.local=" + localRepository);
        }
        command.addAll(List.of("dependency:build-classpath", "-Dmdep.outputFile=" + output));
        Process maven = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            maven.getOutputStream().close();
            return maven.waitFor(MAVEN_MINUTES, TimeUnit.MINUTES) && maven.exitValue() == 0 && Files.exists(output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("Interrupted while Maven resolved Cassandra.", e);
        } finally {
            maven.destroy();
        }
    }

    private Path mvn() {
        Stream<Path> path = Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of);
        Stream<Path> home = Stream.ofNullable(environment.get("MAVEN_HOME"))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry, "bin"));
        return Stream.concat(path, home)
                .map(directory -> directory.resolve("mvn"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new EngineException("Cassandra's jars come through Maven and `mvn` is not on the"
                        + " PATH: install Maven 3.8 or newer."));
    }

    private static List<Path> read(Path classpath) throws IOException {
        if (!Files.isRegularFile(classpath)) {
            return List.of();
        }
        return Arrays.stream(Files.readString(classpath).strip().split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .toList();
    }

    private static String pom() throws IOException {
        try (InputStream in = CassandraArtifacts.class.getResourceAsStream(POM)) {
            return new String(Objects.requireNonNull(in, POM).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Another pom is another file. */
    private static String nameOf(String pom) {
        return UUID.nameUUIDFromBytes(pom.getBytes(StandardCharsets.UTF_8))
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
