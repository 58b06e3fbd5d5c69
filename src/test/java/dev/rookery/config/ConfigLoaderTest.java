package dev.rookery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rookery.cluster.NodeRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void nameTheRequiredSettings() throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), "not read here");
        environment.put("ROOKERY_AUTH_SIGNING_KEY_FILE", key.toString());
        environment.put("ROOKERY_CLUSTER_CREDENTIALS", folder.toString());
    }

    @Test
    void defaultsAreCompleteButForKeys() {
        RookeryConfig config = ConfigLoader.load(Optional.empty(), environment, List.of());

        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.cluster().tls()).isTrue();
        assertThat(config.node().roles()).containsExactlyInAnyOrder(NodeRole.values());
        assertThat(config.gateway().idleTimeout())
                .isGreaterThan(config.gateway().heartbeatInterval());
        assertThat(config.cassandra().contactPoints()).containsExactly(new HostPort("127.0.0.1", 9042));
    }

    @Test
    void aFileOverridesDefaultsAndTheEnvironmentOverridesTheFile() throws IOException {
        Path file = file("rookery { http { port = 1111 }, cassandra { keyspace = from_file, requestTimeout = 3s } }");
        environment.put("ROOKERY_HTTP_PORT", "2222");

        RookeryConfig config = ConfigLoader.load(Optional.of(file), environment, List.of());

        assertThat(config.http().port()).isEqualTo(2222);
        assertThat(config.cassandra().keyspace()).isEqualTo("from_file");
        assertThat(config.cassandra().requestTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void listsComeFromTheEnvironmentWithCommas() {
        environment.put("ROOKERY_NODE_ROLES", "api, gateway");
        environment.put("ROOKERY_CLUSTER_MEMBERS", "10.0.0.1:5701,10.0.0.2:5702");

        RookeryConfig config = ConfigLoader.load(Optional.empty(), environment, List.of());

        assertThat(config.node().roles()).containsExactlyInAnyOrder(NodeRole.API, NodeRole.GATEWAY);
        assertThat(config.cluster().members())
                .containsExactly(new HostPort("10.0.0.1", 5701), new HostPort("10.0.0.2", 5702));
    }

    @Test
    void everyViolationIsReportedAtOnceWithItsPath() {
        environment.put("ROOKERY_HTTP_PORT", "70000");
        environment.put("ROOKERY_NODE_ROLES", "api,chef");
        environment.put("ROOKERY_CASSANDRA_CONTACT_POINTS", "nowhere");
        environment.put("ROOKERY_CASSANDRA_REQUEST_TIMEOUT", "soon");
        environment.put("ROOKERY_GATEWAY_IDLE_TIMEOUT", "5s");
        environment.remove("ROOKERY_CLUSTER_CREDENTIALS");
        environment.put(
                "ROOKERY_AUTH_SIGNING_KEY_FILE", folder.resolve("missing.pem").toString());

        InvalidConfigException refusal = catchThrowableOfType(
                InvalidConfigException.class, () -> ConfigLoader.load(Optional.empty(), environment, List.of()));

        assertThat(refusal.violations())
                .anyMatch(text -> text.startsWith("rookery.http.port is 70000"))
                .anyMatch(text -> text.startsWith("rookery.node.roles has the value 'chef'"))
                .anyMatch(text -> text.startsWith("rookery.cassandra.contactPoints"))
                .anyMatch(text -> text.startsWith("rookery.cassandra.requestTimeout"))
                .anyMatch(text -> text.startsWith("rookery.cluster.credentials must be set; `rookery keygen cluster"))
                .anyMatch(text -> text.startsWith("rookery.gateway.idleTimeout must be longer"))
                .anyMatch(text -> text.startsWith("rookery.auth.signingKeyFile") && text.contains("keygen"));
    }

    @Test
    void aMisspeltKeyInTheFileIsRefused() throws IOException {
        Path file = file("rookery.http.prot = 8080");

        InvalidConfigException refusal = catchThrowableOfType(
                InvalidConfigException.class, () -> ConfigLoader.load(Optional.of(file), environment, List.of()));

        assertThat(refusal.violations())
                .containsExactly("rookery.http.prot is not a setting; did you mean rookery.http.port?");
    }

    @Test
    void aMisspeltVariableIsRefusedWithTheNearestNameTogetherWithAllElse() {
        environment.put("ROOKERY_HTPP_PORT", "8080");
        environment.put("ROOKERY_SOMETHING_ELSE_ALTOGETHER_THAT_IS", "1");
        environment.put("ROOKERY_HTTP_PORT", "70000");

        InvalidConfigException refusal = catchThrowableOfType(
                InvalidConfigException.class, () -> ConfigLoader.load(Optional.empty(), environment, List.of()));

        assertThat(refusal.violations())
                .hasSize(3)
                .contains(
                        "The environment variable ROOKERY_HTPP_PORT is not a setting; did you mean ROOKERY_HTTP_PORT?")
                .contains("The environment variable ROOKERY_SOMETHING_ELSE_ALTOGETHER_THAT_IS is not a setting");
    }

    @Test
    void anOriginThatNoBrowserWouldSendIsRefused() {
        for (String origin : List.of("chat.example.org", "https://chat.example.org/", "*", "ftp://chat.example.org")) {
            environment.put("ROOKERY_HTTP_ALLOWED_ORIGINS", "https://a.example:8443," + origin);

            InvalidConfigException refusal = catchThrowableOfType(
                    InvalidConfigException.class, () -> ConfigLoader.load(Optional.empty(), environment, List.of()));

            assertThat(refusal.violations())
                    .singleElement()
                    .asString()
                    .startsWith("rookery.http.allowedOrigins has the value '" + origin + "'");
        }
    }

    @Test
    void variablesOfTheLauncherOfTestsAndOfKubernetesAreNoMisspeltSettings() {
        environment.put("ROOKERY_JAVA_OPTS", "-Xmx1g");
        environment.put("ROOKERY_LOG_LEVEL", "DEBUG");
        environment.put("ROOKERY_CASSANDRA_JAVA_HOME", "/jdk");
        environment.put("ROOKERY_TEST_CASSANDRA", "127.0.0.1:9042");
        environment.put("ROOKERY_SERVICE_HOST", "10.0.0.1");
        environment.put("ROOKERY_SERVICE_PORT_HTTP", "8080");
        environment.put("ROOKERY_PORT", "tcp://10.0.0.1:8080");
        environment.put("ROOKERY_NODES_PORT_8080_TCP_ADDR", "10.0.0.1");

        assertThat(ConfigLoader.load(Optional.empty(), environment, List.of())
                        .http()
                        .port())
                .isEqualTo(8080);
    }

    @Test
    void aMissingOrBrokenFileIsOneSentence() throws IOException {
        Path broken = file("rookery { http { port = ");

        for (Path file : new Path[] {folder.resolve("absent.conf"), broken}) {
            InvalidConfigException refusal = catchThrowableOfType(
                    InvalidConfigException.class, () -> ConfigLoader.load(Optional.of(file), environment, List.of()));
            assertThat(refusal.violations())
                    .singleElement()
                    .asString()
                    .contains(file.getFileName().toString());
        }
    }

    @Test
    void secretsAreMasked() {
        environment.put("ROOKERY_CASSANDRA_PASSWORD", "hunter2");
        environment.put("ROOKERY_REDIS_PASSWORD", "hunter3");

        RookeryConfig config = ConfigLoader.load(Optional.empty(), environment, List.of());

        assertThat(config.cassandra().access().password().value()).isEqualTo("hunter2");
        assertThat(config.toString())
                .doesNotContain("hunter2")
                .doesNotContain("hunter3")
                .contains("******");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("rookery.conf"), text);
    }
}
