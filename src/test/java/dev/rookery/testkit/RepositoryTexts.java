package dev.rookery.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What people wrote in this repository: code, contracts, pages. Not what was built or drawn. */
public final class RepositoryTexts {
    private static final Set<String> PLACES = Set.of("src", "docs", "deploy", "engines");
    private static final Set<String> DRAWN = Set.of("png", "jpg", "ico", "svg", "woff2", "jks", "p12");

    private RepositoryTexts() {}

    /** By path below the root. */
    public static Map<Path, String> all() {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> root = Files.list(Path.of(""))) {
            for (Path top : root.toList()) {
                if (Files.isRegularFile(top) || PLACES.contains(top.toString())) {
                    collect(top, texts);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static void collect(Path top, Map<Path, String> texts) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!DRAWN.contains(name.substring(name.lastIndexOf('.') + 1))) {
                    texts.put(file, Files.readString(file));
                }
            }
        }
    }
}
