package dev.rookery.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads whole folders of the classpath, whether they lie in a jar or in a directory of classes. Blocks. */
final class ClasspathFolder {
    private ClasspathFolder() {}

    /**
     * Every file below a folder of one classpath entry.
     *
     * @param anchor a file of that entry, as the class loader names it
     * @param anchorPath the path of this file inside the entry
     * @param folder the folder to read, inside the entry
     * @return contents by path relative to the folder, with slashes; empty if there is no such folder
     */
    static Map<String, byte[]> read(URL anchor, String anchorPath, String folder) {
        try {
            if (anchor.openConnection() instanceof JarURLConnection jar) {
                Path file = Path.of(jar.getJarFileURL().toURI());
                try (FileSystem files = FileSystems.newFileSystem(file)) {
                    return filesBelow(files.getPath("/", folder));
                }
            }
            String address = anchor.toString();
            URI root = URI.create(address.substring(0, address.length() - anchorPath.length()));
            return filesBelow(Path.of(root).resolve(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a place on disk: " + anchor, e);
        }
    }

    private static Map<String, byte[]> filesBelow(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return contents;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                contents.put(name, Files.readAllBytes(file));
            }
        }
        return contents;
    }
}
