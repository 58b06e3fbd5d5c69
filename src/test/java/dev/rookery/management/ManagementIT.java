package dev.rookery.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rookery.node.RookeryNode;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.Patience;
import dev.rookery.testkit.TcpProxy;
import dev.rookery.testkit.TestCluster;
import dev.rookery.testkit.TestHttp;
import dev.rookery.tool.engine.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Health and metrics of a node whose wires to Cassandra and Redis can be cut. */
class ManagementIT {
    private static final Duration PATIENCE = Patience.LIMIT;

    private static TcpProxy cassandra;
    private static TcpProxy redis;
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cassandra = new TcpProxy(Engines.cassandra());
        redis = new TcpProxy(Engines.redis());
        cluster = TestCluster.start(
                1,
                Map.of(
                        "ROOKERY_CASSANDRA_CONTACT_POINTS", cassandra.address().toString(),
                        "ROOKERY_REDIS_ADDRESS", redis.address().toString()));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        cassandra.close();
        redis.close();
    }

    @Test
    void readyTurnsRedWhileCassandraIsUnreachableAndGreenAgainWhileLiveStaysGreen() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        cassandra.cut();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/health/ready").statusCode()).isEqualTo(503));
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(check("cassandra").getString("status")).isEqualTo("DOWN");

        cassandra.heal();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));
    }

    /** A probe that gets no answer kills a node that waits rightly. */
    @Test
    void aNodeThatWaitsForCassandraIsAliveAndSaysWhatItWaitsFor() throws Exception {
        TcpProxy absent = new TcpProxy(Engines.cassandra());
        absent.cut();
        int port = FreePorts.any();
        Map<String, String> settings = Engines.environment(Engines.freshKeyspace(), Engines.freshKeyPrefix());
        settings.put("ROOKERY_CASSANDRA_CONTACT_POINTS", absent.address().toString());
        settings.put("ROOKERY_MANAGEMENT_PORT", Integer.toString(port));
        URI address = URI.create("http://127.0.0.1:" + port);

        Future<RookeryNode> starting = RookeryNode.start(Engines.config(settings));
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> live = get(address.resolve("/health/live"));
            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(live.body()).getString("state")).isEqualTo("waiting for cassandra");
        });
        HttpResponse<String> ready = get(address.resolve("/health/ready"));
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(check("node", ready).getJsonObject("data").getString("state"))
                .isEqualTo("waiting for cassandra");
        assertThat(get(address.resolve("/metrics")).statusCode()).isEqualTo(200);

        absent.heal();
        RookeryNode node = starting.await(Patience.SECONDS, TimeUnit.SECONDS);
        assertThat(check("node", get(address.resolve("/health/ready")))
                        .getJsonObject("data")
                        .getString("state"))
                .isEqualTo("serving");
        node.stop().await(Patience.SECONDS, TimeUnit.SECONDS);
        absent.close();
    }

    @Test
    void aMissingRedisDegradesButKeepsTheNodeReady() throws Exception {
        redis.cut();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(check("redis").getJsonObject("data").getBoolean("degraded"))
                    .isTrue();
            assertThat(check("redis").getJsonObject("data").getString("reason")).startsWith("Redis ");
            assertThat(check("node").getJsonObject("data").getInteger("nodes")).isEqualTo(1);
        });
        redis.heal();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        check("redis").getJsonObject("data").getBoolean("degraded"))
                .isFalse());
    }

    @Test
    void metricsNameConnectionsMessagesAndLatencies() throws Exception {
        HttpResponse<String> metrics = get("/metrics");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(metrics.body())
                .contains("rookery_gateway_connections")
                .contains("rookery_chat_messages")
                .contains("rookery_chat_commit")
                .contains("jvm_memory_used_bytes");
    }

    private static JsonObject check(String id) throws Exception {
        return check(id, get("/health/ready"));
    }

    private static JsonObject check(String id, HttpResponse<String> ready) {
        return new JsonObject(ready.body())
                .getJsonArray("checks").stream()
                        .map(JsonObject.class::cast)
                        .filter(check -> check.getString("id").equals(id))
                        .findFirst()
                        .orElseThrow();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(cluster.management(0).resolve(path));
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return TestHttp.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
