package dev.rookery.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rookery.auth.SigningKeyFile;
import dev.rookery.config.InvalidConfigException;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.node.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartChecksTest {
    private static final long HEAP = 512L << 20;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeAGoodConfiguration() throws Exception {
        Path key = folder.resolve("key.pem");
        SigningKeyFile.create(key);
        ClusterCredentials.create(folder.resolve("cluster"), Clock.systemUTC());
        environment.put("ROOKERY_AUTH_SIGNING_KEY_FILE", key.toString());
        environment.put("ROOKERY_CLUSTER_CREDENTIALS", folder.resolve("cluster").toString());
        for (String port : List.of("HTTP_PORT", "MANAGEMENT_PORT", "CLUSTER_PORT")) {
            environment.put("ROOKERY_" + port, "0");
        }
    }

    @Test
    void aGoodConfigurationPasses() {
        assertThatCode(() -> StartChecks.check(Settings.load(Optional.empty(), environment), HEAP))
                .doesNotThrowAnyException();
    }

    @Test
    void everythingThatIsWrongOnThisMachineIsSaidAtOnce() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), "no key");
        environment.put("ROOKERY_AUTH_SIGNING_KEY_FILE", broken.toString());
        Files.writeString(folder.resolve("cluster/secret"), "short");
        environment.put("ROOKERY_CHAT_MEMORY_MIB", "500");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("ROOKERY_MANAGEMENT_PORT", Integer.toString(taken.getLocalPort()));
            environment.put("ROOKERY_CLUSTER_HOST", "192.0.2.1");

            assertThat(violations())
                    .hasSize(5)
                    .anyMatch(text -> text.startsWith("rookery.auth.signingKeyFile names " + broken))
                    .anyMatch(text -> text.startsWith("rookery.cluster.credentials names "))
                    .anyMatch(text -> text.startsWith("rookery.management.port " + taken.getLocalPort())
                            && text.endsWith("is in use"))
                    .anyMatch(text -> text.startsWith("rookery.cluster.host is 192.0.2.1, which is no address"))
                    .anyMatch(text -> text.startsWith("rookery.chat.memoryMib 500") && text.contains("512 MiB"));
        }
    }

    @Test
    void onePortCannotServeTwoPurposes() {
        environment.put("ROOKERY_CLUSTER_PORT", "21999");
        environment.put("ROOKERY_CLUSTER_BUS_PORT", "21999");

        assertThat(violations())
                .contains("rookery.cluster.busPort and rookery.cluster.port are both 21999 of 127.0.0.1");
    }

    private List<String> violations() {
        return catchThrowableOfType(
                        InvalidConfigException.class,
                        () -> StartChecks.check(Settings.load(Optional.empty(), environment), HEAP))
                .violations();
    }
}
