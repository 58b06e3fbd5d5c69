package dev.rookery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code rookery} in a project of its own, with a Java and a Maven that only say how they were called. */
class LauncherScriptTest {
    private static final String MVN =
            """
            #!/bin/sh
            echo "mvn $*"
            mkdir -p target/lib && touch target/rookery.jar target/lib/some.jar
            """;

    /** All that the PATH of the script has, so that a real Maven is not found. */
    private static final List<String> TOOLS = List.of(
            "dirname", "sed", "find", "head", "date", "rm", "mkdir", "touch", "ls", "cksum", "tr", "cp", "mv", "pgrep");

    @TempDir
    Path project;

    private Path bin;

    @BeforeEach
    void makeProject() throws Exception {
        Files.copy(Path.of("rookery"), project.resolve("rookery"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(project.resolve("src/main/java"));
        Files.createFile(project.resolve("pom.xml"));
        bin = Files.createDirectories(project.resolve("jdk/bin"));
        for (String tool : TOOLS) {
            executable(tool, "#!/bin/sh%nexec %s \"$@\"%n".formatted(onPath(tool)));
        }
        executable("javac", "#!/bin/sh\n");
        java("17");
    }

    @Test
    void buildsOnFirstUseAndThenHandsOver() throws Exception {
        executable("mvn", MVN);

        Run run = rookery("dev", "--nodes", "3");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output())
                .contains("-Dmaven.test.skip=true package", "java ", "-jar ", "rookery.jar dev --nodes 3");
    }

    @Test
    void doesNotBuildAgainWhileNothingChanged() throws Exception {
        executable("mvn", MVN);
        Run first = rookery("version");

        Run second = rookery("version");

        assertThat(first.output()).contains("mvn ");
        assertThat(second.output()).doesNotContain("mvn ").contains("rookery.jar version");
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        executable("mvn", MVN);
        Run first = rookery("version");
        Path source = Files.createFile(project.resolve("src/main/java/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

        Run second = rookery("version");

        assertThat(first.exitCode()).isZero();
        assertThat(second.output()).contains("mvn ");
    }

    @Test
    void runsACopyThatABuildDoesNotTouchAndRemovesCopiesNobodyRuns() throws Exception {
        executable("mvn", MVN);
        Path unused = Files.createDirectories(project.resolve(".rookery/old"));
        Files.setLastModifiedTime(unused, FileTime.from(Instant.now().minusSeconds(3_600)));

        Run run = rookery("version");

        assertThat(run.output()).contains("-jar " + project.toRealPath().resolve(".rookery"));
        assertThat(unused).doesNotExist();
        try (Stream<Path> copies = Files.list(project.resolve(".rookery"))) {
            assertThat(copies).singleElement().satisfies(copy -> {
                assertThat(copy.resolve("rookery.jar")).exists();
                assertThat(copy.resolve("lib/some.jar")).exists();
            });
        }
    }

    @Test
    void saysWhatToInstallWhenMavenIsMissing() throws Exception {
        Run run = rookery("dev");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("'mvn' is not on the PATH: install Maven 3.8 or newer.");
    }

    @Test
    void saysWhatToInstallWhenJavaIsTooOld() throws Exception {
        java("11");

        Run run = rookery("dev");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("needs Java 17 or newer").contains("is a Java 11");
    }

    @Test
    void endsWithTheBuildWhenThatFails() throws Exception {
        executable("mvn", "#!/bin/sh\nexit 1\n");

        Run run = rookery("dev");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("The build failed").doesNotContain("-jar");
    }

    private static Path onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private void java(String version) throws IOException {
        executable(
                "java",
                """
                #!/bin/sh
                case $1 in
                  -XshowSettings*) echo "    java.home = %s"; echo "    java.specification.version = %s" ;;
                  *) echo "java $*" ;;
                esac
                """
                        .formatted(project.resolve("jdk"), version));
    }

    private void executable(String name, String text) throws IOException {
        Path file = Files.writeString(bin.resolve(name), text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Run rookery(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(project.resolve("rookery").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", bin.toString());
        builder.environment().remove("JAVA_HOME");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private record Run(int exitCode, String output) {}
}
