package dev.rookery.tool.dev;

import dev.rookery.tool.engine.HeapOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of a node: {@code rookery serve} with this JVM's own Java and class path. */
final class NodeCommand {
    private static final String JAR = "rookery.jar";

    private NodeCommand() {}

    /** @param first whether it is the first of the nodes that run side by side */
    static List<String> of(DevOptions options, boolean first) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(HeapOptions.STEADY);
        command.addAll(List.of(
                "-Xms" + options.nodeHeap(),
                "-Xmx" + options.nodeHeap(),
                "-XX:ActiveProcessorCount=" + processors(options.nodes()),
                "-XX:+ExitOnOutOfMemoryError"));
        if (!options.host().contains(":")) {
            command.add("-Djava.net.preferIPv4Stack=true");
        }
        Arrays.stream(options.environment()
                        .getOrDefault("ROOKERY_JAVA_OPTS", "")
                        .split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(JAR)) {
            Path jar = Path.of(classPath).toAbsolutePath();
            command.addAll(new ClassArchive(jar).options(first));
            // Its manifest opens what Hazelcast wants open.
            command.addAll(List.of("-jar", jar.toString()));
        } else {
            command.addAll(List.of("-cp", classPath, "dev.rookery.Main"));
        }
        command.add("serve");
        options.config()
                .ifPresent(file ->
                        command.addAll(List.of("--config", file.toAbsolutePath().toString())));
        return command;
    }

    /** Nodes that share a machine would else have threads for all of its cores, each of them, and take turns all the time. */
    private static int processors(int nodes) {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / nodes);
    }
}
