package dev.rookery.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.config.InvalidConfigException;
import dev.rookery.tool.engine.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSettingsTest {
    private static final List<NodeAddresses> PLAN = List.of(
            new NodeAddresses("node-1", 8080, 9080, 20_001, 20_002),
            new NodeAddresses("node-2", 8081, 9081, 20_003, 20_004));

    @TempDir
    Path directory;

    @Test
    void everyNodeKnowsEveryMember() {
        NodeSettings settings = settings(Map.of(), Optional.empty());

        assertThat(settings.environment(PLAN.get(1), PLAN))
                .containsEntry("ROOKERY_NODE_NAME", "node-2")
                .containsEntry("ROOKERY_HTTP_PORT", "8081")
                .containsEntry("ROOKERY_MANAGEMENT_PORT", "9081")
                .containsEntry("ROOKERY_CLUSTER_PORT", "20003")
                .containsEntry("ROOKERY_CLUSTER_BUS_PORT", "20004")
                .containsEntry("ROOKERY_CLUSTER_MEMBERS", "127.0.0.1:20001,127.0.0.1:20003");
    }

    @Test
    void enginesThatTheEnvironmentNamesAreNotStarted() {
        NodeSettings settings = settings(Map.of("ROOKERY_CASSANDRA_CONTACT_POINTS", "db:9042"), Optional.empty());

        assertThat(settings.hasOwnCassandra()).isTrue();
        assertThat(settings.hasOwnRedis()).isFalse();
        assertThat(settings.environment(PLAN.get(0), PLAN)).doesNotContainKey("ROOKERY_CASSANDRA_CONTACT_POINTS");
    }

    @Test
    void enginesThatTheFileNamesAreNotStarted() throws Exception {
        Path file = Files.writeString(directory.resolve("some.conf"), "rookery.redis.address = [\"cache:6379\"]");

        NodeSettings settings = settings(Map.of(), Optional.of(file));

        assertThat(settings.hasOwnRedis()).isTrue();
        assertThat(settings.hasOwnCassandra()).isFalse();
    }

    @Test
    void theSigningKeyIsMadeOnceAndOnlyItsOwnerMayReadIt() throws Exception {
        try (DataDirectory data = DataDirectory.open(directory)) {
            NodeSettings settings = settings(Map.of(), Optional.empty());
            settings.signWithKeyIn(data);
            Path key = Path.of(settings.environment(PLAN.get(0), PLAN).get("ROOKERY_AUTH_SIGNING_KEY_FILE"));
            String first = Files.readString(key);

            settings(Map.of(), Optional.empty()).signWithKeyIn(data);

            assertThat(Files.readString(key)).isEqualTo(first);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void settingsThatANodeWouldRefuseAreRefusedBeforeAnythingStarts() {
        NodeSettings settings = settings(Map.of("ROOKERY_NODE_ROLES", "dancer"), Optional.empty());

        assertThatThrownBy(() -> settings.configOf(PLAN))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("rookery.node.roles");
    }

    private NodeSettings settings(Map<String, String> environment, Optional<Path> config) {
        return new NodeSettings(
                new DevOptions(2, "127.0.0.1", 8080, 9080, directory, config, "512m", "512m", environment));
    }
}
