package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedPortsTest {
    @TempDir
    Path directory;

    @Test
    void staysTheSameOverRestarts() {
        int first = new RememberedPorts(directory).port("redis");

        assertThat(new RememberedPorts(directory).port("redis")).isEqualTo(first);
    }

    @Test
    void isChosenAnewWhenSomethingElseTookIt() throws Exception {
        int first = new RememberedPorts(directory).port("redis");
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            int second = new RememberedPorts(directory).port("redis");

            assertThat(second).isNotEqualTo(taken.getLocalPort());
            assertThat(FreePorts.isFree("127.0.0.1", second)).isTrue();
        }
    }

    @Test
    void isNeverGivenToTwoNames() throws Exception {
        RememberedPorts ports = new RememberedPorts(directory);
        int first = ports.port("redis");
        Files.copy(directory.resolve("redis.port"), directory.resolve("cassandra.port"));

        assertThat(ports.port("cassandra")).isNotEqualTo(first);
    }

    @Test
    void isChosenAnewWhenItsFileIsDamaged() throws Exception {
        Files.writeString(directory.resolve("redis.port"), "");

        assertThat(new RememberedPorts(directory).port("redis")).isBetween(1024, 65_535);
    }
}
