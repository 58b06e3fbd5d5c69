package dev.rookery.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EngineException;
import dev.rookery.tool.engine.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAddressesTest {
    @TempDir
    Path directory;

    private DataDirectory data;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory);
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void clientPortsCountUpFromTheWantedOnes() {
        int http = FreePorts.any();
        int management = FreePorts.any();

        List<NodeAddresses> nodes = NodeAddresses.plan(options(1, http, management), data.ports());

        assertThat(nodes).singleElement().satisfies(node -> {
            assertThat(node.name()).isEqualTo("node-1");
            assertThat(node.http()).isEqualTo(http);
            assertThat(node.management()).isEqualTo(management);
        });
    }

    @Test
    void clusterPortsAreAllDifferentAndStayTheSame() {
        List<NodeAddresses> first = NodeAddresses.plan(options(3, 8_100, 9_100), data.ports());
        data.close();
        data = DataDirectory.open(directory);
        List<NodeAddresses> second = NodeAddresses.plan(options(3, 8_100, 9_100), data.ports());

        assertThat(second).isEqualTo(first);
        assertThat(first.stream().flatMap(node -> List.of(node.cluster(), node.bus()).stream()))
                .hasSize(6)
                .doesNotHaveDuplicates();
    }

    @Test
    void aPortInUseIsSaidWithTheOptionThatChangesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(FreePorts.any(), 1, InetAddress.getLoopbackAddress())) {
            int free = FreePorts.any();

            assertThatThrownBy(() -> NodeAddresses.plan(options(1, taken.getLocalPort(), free), data.ports()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("--port");
            assertThatThrownBy(() -> NodeAddresses.plan(options(1, free, taken.getLocalPort()), data.ports()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("--management-port");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNotCalledInUse() {
        DevOptions elsewhere =
                new DevOptions(1, "192.0.2.1", 8_100, 9_100, directory, Optional.empty(), "512m", "512m", Map.of());

        assertThatThrownBy(() -> NodeAddresses.plan(elsewhere, data.ports()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("this machine has no such address")
                .hasMessageContaining("--host");
    }

    @Test
    void rangesThatMeetAreRefused() {
        assertThatThrownBy(() -> NodeAddresses.plan(options(3, 8_080, 8_082), data.ports()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("too close");
    }

    private DevOptions options(int nodes, int port, int managementPort) {
        return new DevOptions(
                nodes, "127.0.0.1", port, managementPort, directory, Optional.empty(), "512m", "512m", Map.of());
    }
}
