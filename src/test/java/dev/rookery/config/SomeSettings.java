package dev.rookery.config;

import dev.rookery.config.RookeryConfig.AuthConfig;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.config.RookeryConfig.GatewayConfig;
import dev.rookery.config.RookeryConfig.HttpConfig;
import dev.rookery.config.RookeryConfig.LimitsConfig;
import dev.rookery.config.RookeryConfig.RedisConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The settings of production, but for what a test changes, by keys of the section: a new setting changes no test. */
public final class SomeSettings {
    /** Of a file that has to be there, and that nobody opens. */
    private static final String ANY_FILE = "pom.xml";

    private SomeSettings() {}

    public static AuthConfig auth(Map<String, ?> changes) {
        return section("auth", AuthConfig.class, changes, Map.of("ROOKERY_AUTH_SIGNING_KEY_FILE", ANY_FILE));
    }

    public static CassandraConfig cassandra(Map<String, ?> changes) {
        return section("cassandra", CassandraConfig.class, changes, Map.of());
    }

    public static ClusterConfig cluster(Map<String, ?> changes) {
        return section("cluster", ClusterConfig.class, changes, Map.of("ROOKERY_CLUSTER_CREDENTIALS", ANY_FILE));
    }

    public static GatewayConfig gateway(Map<String, ?> changes) {
        return section("gateway", GatewayConfig.class, changes, Map.of());
    }

    public static HttpConfig http(Map<String, ?> changes) {
        return section("http", HttpConfig.class, changes, Map.of());
    }

    public static LimitsConfig limits(Map<String, ?> changes) {
        return section("limits", LimitsConfig.class, changes, Map.of());
    }

    public static RedisConfig redis(Map<String, ?> changes) {
        return section("redis", RedisConfig.class, changes, Map.of());
    }

    private static <T extends Record> T section(
            String name, Class<T> type, Map<String, ?> changes, Map<String, String> required) {
        Map<String, String> environment = changes.entrySet().stream()
                .collect(Collectors.toMap(
                        change -> Sources.variable("rookery." + name + "." + change.getKey()),
                        change -> text(change.getValue())));
        required.forEach(environment::putIfAbsent);
        SettingsReader in = new SettingsReader(Sources.read(Optional.empty(), environment));
        T section = in.core(name, type);
        in.check();
        return section;
    }

    private static String text(Object value) {
        return value instanceof Duration duration ? duration.toMillis() + "ms" : value.toString();
    }
}
