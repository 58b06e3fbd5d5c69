package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraArtifactsTest {
    @TempDir
    Path directory;

    @Test
    void asksMavenOnceAndRemembersTheAnswer() throws Exception {
        Path jar = Files.createFile(directory.resolve("some.jar"));
        CassandraArtifacts artifacts = artifacts(answering(jar));

        assertThat(artifacts.jars()).containsExactly(jar);
        assertThat(artifacts.jars()).containsExactly(jar);

        assertThat(directory.resolve("calls")).hasContent("call");
    }

    @Test
    void asksAgainWhenAJarIsGone() throws Exception {
        Path jar = Files.createFile(directory.resolve("some.jar"));
        CassandraArtifacts artifacts = artifacts(answering(jar));
        assertThat(artifacts.jars()).hasSize(1);
        Files.delete(jar);

        assertThat(artifacts.jars()).hasSize(1);

        assertThat(directory.resolve("calls")).hasContent("call\ncall");
    }

    @Test
    void goesOnlineWhenTheLocalRepositoryIsNotEnough() throws Exception {
        Path jar = Files.createFile(directory.resolve("some.jar"));
        CassandraArtifacts artifacts = artifacts("case \"$*\" in *' -o '*) exit 1;; esac\n" + answering(jar));

        assertThat(artifacts.jars()).containsExactly(jar);
    }

    @Test
    void saysWhatMavenSaidWhenItFails() throws Exception {
        CassandraArtifacts artifacts = artifacts("echo '[ERROR] no network here'; exit 1");

        assertThatThrownBy(artifacts::jars).isInstanceOf(EngineException.class).hasMessageContaining("no network here");
    }

    @Test
    void saysWhatToInstallWhenMavenIsMissing() {
        CassandraArtifacts artifacts =
                new CassandraArtifacts(directory.resolve("cache"), Map.of("PATH", directory.toString()));

        assertThatThrownBy(artifacts::jars).isInstanceOf(EngineException.class).hasMessageContaining("install Maven");
    }

    private CassandraArtifacts artifacts(String script) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path mvn = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\n" + script + "\n");
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        return new CassandraArtifacts(directory.resolve("cache"), Map.of("PATH", bin.toString()));
    }

    /** A Maven that writes the class path it is asked for. */
    private String answering(Path jar) {
        return """
                echo call >> '%s'
                for argument in "$@"; do
                  case $argument in -Dmdep.outputFile=*) echo '%s' > "${argument#-Dmdep.outputFile=}";; esac
                done
                """
                .formatted(directory.resolve("calls"), jar);
    }
}
