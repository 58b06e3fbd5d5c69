package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkLocatorTest {
    @TempDir
    Path directory;

    @Test
    void takesOwnJavaIfItIs17() throws Exception {
        Path own = jdk("own", "17.0.15");

        assertThat(locator(own, Map.of()).java17()).isEqualTo(own.resolve("bin/java"));
    }

    @Test
    void takesWhatTheVariableNamesBeforeAnythingElse() throws Exception {
        Path own = jdk("own", "17.0.15");
        Path wanted = jdk("wanted", "17.0.2");

        assertThat(locator(own, Map.of(JdkLocator.VARIABLE, wanted.toString())).java17())
                .isEqualTo(wanted.resolve("bin/java"));
    }

    @Test
    void refusesAnotherVersionInTheVariableInsteadOfPassingOverIt() throws Exception {
        Path own = jdk("own", "17.0.15");
        Path wrong = jdk("wrong", "25");

        assertThatThrownBy(() -> locator(own, Map.of(JdkLocator.VARIABLE, wrong.toString()))
                        .java17())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(JdkLocator.VARIABLE)
                .hasMessageContaining("not the home of a Java 17");
    }

    @Test
    void findsOneInTheUsualPlacesWhenTheServerRunsOnANewerJava() throws Exception {
        Path own = jdk("own", "25.0.1");
        Path newer = jdk("jvm/a-java-21", "21.0.2");
        Path right = jdk("jvm/b-java-17", "17.0.9");

        assertThat(locator(own, Map.of("JAVA_HOME", newer.toString())).java17()).isEqualTo(right.resolve("bin/java"));
    }

    @Test
    void saysWhatToInstallWhenThereIsNone() throws Exception {
        Path own = jdk("own", "25.0.1");

        assertThatThrownBy(() -> locator(own, Map.of()).java17())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("install a JDK 17")
                .hasMessageContaining(JdkLocator.VARIABLE);
    }

    private JdkLocator locator(Path own, Map<String, String> environment) {
        return new JdkLocator(environment, own, List.of(directory.resolve("jvm"), directory.resolve("nowhere")));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Path java = Files.createFile(home.resolve("bin/java"));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
