package dev.rookery.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.rookery.node.ClusterBootstrap.Cluster;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody gets who reaches the port of Hazelcast and is not a node. */
class HazelcastPortIT {
    private final JoinedClusters clusters = new JoinedClusters();
    private Cluster node;
    private int port;

    @BeforeEach
    void start() throws Exception {
        node = clusters.join();
        port = ClusterBootstrap.portOf(node.hazelcast());
    }

    @AfterEach
    void stop() throws Exception {
        clusters.close();
    }

    @Test
    void listensAtTheAddressOfTheClusterAndNoOther() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(socket.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> new Socket("127.0.0.2", port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void refusesAClient() {
        ClientConfig client = new ClientConfig().setClusterName(nameOfNode());
        client.getNetworkConfig().addAddress(JoinedClusters.HOST + ":" + port).setConnectionTimeout(1_000);
        client.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(1);

        assertThatThrownBy(() -> HazelcastClient.newHazelcastClient(client)).isInstanceOf(IllegalStateException.class);
        assertThat(node.hazelcast().getCluster().getMembers()).hasSize(1);
    }

    private String nameOfNode() {
        return node.hazelcast().getConfig().getClusterName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "external", "data"})
    void makesNoObjectOfAClassThatIsNotAdmitted(String form) {
        HazelcastInstance stranger = stranger();
        try {
            stranger.getMap("trap").put(form, trap(form));
            int before = Traps.SPRUNG.get();

            assertThatThrownBy(() -> node.hazelcast().getMap("trap").get(form))
                    .hasStackTraceContaining("SecurityException");
            assertThat(Traps.SPRUNG).hasValue(before);
        } finally {
            stranger.shutdown();
        }
    }

    @Test
    void makesRecordsOfCompactObjects() {
        HazelcastInstance stranger = stranger();
        try {
            stranger.getMap("trap").put("compact", new Traps.CompactTrap());

            assertThat(node.hazelcast().getMap("trap").get("compact")).isInstanceOf(GenericRecord.class);
        } finally {
            stranger.shutdown();
        }
    }

    private static Object trap(String form) {
        return switch (form) {
            case "java" -> new Traps.JavaTrap();
            case "external" -> new Traps.ExternalTrap();
            default -> new Traps.DataTrap();
        };
    }

    /** Knows the name of the cluster, and is bound by nothing. */
    private HazelcastInstance stranger() {
        Config config =
                HazelcastSettings.of(clusters.config(), clusters.credentials().secret());
        config.setClassLoader(getClass().getClassLoader());
        config.getSerializationConfig().setJavaSerializationFilterConfig(null);
        return Hazelcast.newHazelcastInstance(config);
    }
}
