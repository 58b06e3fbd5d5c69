package dev.rookery.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rookery.api.ContractFile;
import dev.rookery.testkit.Patience;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The clients in Java and TypeScript that openapi-generator makes from our contract, as they come, and what is needed to
 * compile them. The generator runs in a JVM of its own: its jar carries libraries of other versions than ours.
 */
final class GeneratedClients {
    /** Maven puts them here before it compiles the tests. */
    private static final Path TOOLS = Path.of("target", "generators");

    private static final Pattern LIBRARY = Pattern.compile(
            "META-INF/resources/webjars/typescript/[^/]+/lib/(lib\\.(?:es5|es20(?:1[5-9]|20).*|decorators.*|dom)\\.d\\.ts)");
    private static final Pattern COMPILER =
            Pattern.compile("META-INF/resources/webjars/typescript/[^/]+/lib/typescript\\.js");

    private final Path directory;

    private GeneratedClients(Path directory) {
        this.directory = directory;
    }

    /** @param directory an empty one, for everything that is made */
    static GeneratedClients make(Path directory) throws IOException, InterruptedException {
        Path contract = directory.resolve("rookery.yaml");
        Files.writeString(contract, ContractFile.yaml("openapi/rookery.yaml"));
        JsonObject java = new JsonObject()
                .put("generatorName", "java")
                .put("library", "native")
                // Less to have on the class path; both are choices that a user of the generator has.
                .put("additionalProperties", Map.of("openApiNullable", "false", "useJakartaEe", "true"));
        JsonObject typescript = new JsonObject().put("generatorName", "typescript-fetch");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                tool("openapi-generator-cli").toString(),
                "batch",
                "--fail-fast"));
        for (JsonObject client : List.of(java, typescript)) {
            String name = client.getString("generatorName");
            Path config = directory.resolve(name + ".json");
            client.put("inputSpec", contract.toString())
                    .put("outputDir", directory.resolve(name).toString());
            command.add(Files.writeString(config, client.encode()).toString());
        }
        Path log = directory.resolve("log");
        Process generator = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            generator.getOutputStream().close();
            if (!generator.waitFor(Patience.SECONDS, TimeUnit.SECONDS) || generator.exitValue() != 0) {
                throw new AssertionError("openapi-generator failed:\n" + Files.readString(log));
            }
        } finally {
            generator.destroyForcibly();
        }
        return new GeneratedClients(directory);
    }

    /** Compiles the Java client with {@code Conversation.java}, which uses it; the loader knows nothing of Rookery. */
    URLClassLoader java() throws IOException {
        List<Path> libraries =
                new ArrayList<>(List.of(tool("jackson-datatype-jsr310"), tool("jakarta.annotation-api")));
        Stream.of(ObjectMapper.class, JsonParser.class, JsonProperty.class)
                .map(GeneratedClients::jar)
                .forEach(libraries::add);
        Path driver =
                Files.writeString(directory.resolve("Conversation.java"), resource("/generated/Conversation.java"));
        Path classes = Files.createDirectory(directory.resolve("classes"));
        List<Path> sources = new ArrayList<>(files(directory.resolve("java/src/main/java"), ".java"));
        sources.add(driver);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    classes.toString(),
                    "-classpath",
                    libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
            boolean compiled = compiler.getTask(
                            complaints, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new AssertionError("the generated Java client does not compile:\n" + complaints);
            }
        }
        List<URL> path = new ArrayList<>();
        path.add(classes.toUri().toURL());
        for (Path library : libraries) {
            path.add(library.toUri().toURL());
        }
        return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** The TypeScript client and {@code conversation.ts}, which uses it, and the types of the language, by path. */
    Map<String, String> typeScript() throws IOException {
        Map<String, String> sources = new HashMap<>();
        Path client = directory.resolve("typescript-fetch");
        for (Path file : files(client, ".ts")) {
            String path = client.relativize(file).toString().replace(File.separatorChar, '/');
            sources.put("/src/client/" + path, Files.readString(file));
        }
        sources.put("/src/conversation.ts", resource("/generated/conversation.ts"));
        fromTypeScript(LIBRARY).forEach((name, text) -> sources.put("/lib/" + name, text));
        return sources;
    }

    /** The compiler, as a script for a page. */
    static String typeScriptCompiler() throws IOException {
        return fromTypeScript(COMPILER).values().iterator().next();
    }

    static String resource(String name) throws IOException {
        try (InputStream in = GeneratedClients.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> fromTypeScript(Pattern wanted) throws IOException {
        Map<String, String> found = new HashMap<>();
        try (ZipFile jar = new ZipFile(tool("typescript").toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
                if (wanted.matcher(entry.getName()).matches()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                        found.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return found;
    }

    private static List<Path> files(Path below, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static Path tool(String name) {
        Path jar = TOOLS.resolve(name + ".jar").toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new AssertionError(jar + " is missing: `mvn process-test-resources` puts it there");
        }
        return jar;
    }

    private static Path jar(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
