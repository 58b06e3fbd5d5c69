package dev.rookery.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.rookery.config.RookeryConfig.AuthConfig;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.config.RookeryConfig.ChatConfig;
import dev.rookery.config.RookeryConfig.ClientTls;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.config.RookeryConfig.ConnectionConfig;
import dev.rookery.config.RookeryConfig.GatewayConfig;
import dev.rookery.config.RookeryConfig.HttpConfig;
import dev.rookery.config.RookeryConfig.LimitsConfig;
import dev.rookery.config.RookeryConfig.ManagementConfig;
import dev.rookery.config.RookeryConfig.NodeConfig;
import dev.rookery.config.RookeryConfig.RatesConfig;
import dev.rookery.config.RookeryConfig.RedisConfig;
import dev.rookery.config.RookeryConfig.ServerTls;
import dev.rookery.domain.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the settings: built-in defaults, then a file, then the environment, each over the one before. Blocking; call it
 * before the node starts. Throws {@link InvalidConfigException} with every violation.
 */
public final class ConfigLoader {
    private static final int CHAT_MEMORY_MIB = 256;
    private static final Duration MS_10 = Duration.ofMillis(10);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private ConfigLoader() {}

    /** @param environment usually {@code System.getenv()} */
    public static RookeryConfig load(Optional<Path> file, Map<String, String> environment) {
        List<String> violations = new ArrayList<>();
        return read(merged(file, environment, violations), violations);
    }

    /** Only what concerns Cassandra, for tools that need no more: nothing else has to be complete. */
    public static CassandraConfig loadCassandra(Optional<Path> file, Map<String, String> environment) {
        List<String> violations = new ArrayList<>();
        Config merged = merged(file, environment, violations);
        CassandraConfig result = cassandra(new ConfigReader(merged, "rookery", violations).at("cassandra"));
        if (!violations.isEmpty()) {
            throw new InvalidConfigException(violations);
        }
        return result;
    }

    private static Config defaults() {
        return ConfigFactory.parseResources(ConfigLoader.class.getClassLoader(), "rookery-defaults.conf")
                .resolve(ConfigResolveOptions.noSystem());
    }

    /** Notes what nobody knows: a misspelt name would otherwise be a default that nobody meant. */
    private static Config merged(Optional<Path> file, Map<String, String> environment, List<String> violations) {
        try {
            Config defaults = defaults();
            Config fromFile = file.map(ConfigLoader::parse).orElse(ConfigFactory.empty());
            violations.addAll(UnknownSettings.in(fromFile, environment, defaults));
            return fromEnvironment(defaults, environment).withFallback(fromFile).withFallback(defaults);
        } catch (ConfigException e) {
            throw new InvalidConfigException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Whether the file or the environment sets that path, such as {@code rookery.redis.address}. */
    public static boolean isSet(String path, Optional<Path> file, Map<String, String> environment) {
        try {
            return environment.containsKey(environmentName(path))
                    || file.map(ConfigLoader::parse)
                            .orElse(ConfigFactory.empty())
                            .hasPath(path);
        } catch (ConfigException e) {
            throw new InvalidConfigException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Config parse(Path file) {
        return ConfigFactory.parseFile(
                        file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
                .resolve(ConfigResolveOptions.noSystem());
    }

    private static Config fromEnvironment(Config defaults, Map<String, String> environment) {
        Config result = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> setting : defaults.entrySet()) {
            String value = environment.get(environmentName(setting.getKey()));
            if (value != null) {
                result = result.withValue(setting.getKey(), ConfigValueFactory.fromAnyRef(value, "the environment"));
            }
        }
        return result;
    }

    /** {@code rookery.cassandra.contactPoints} is {@code ROOKERY_CASSANDRA_CONTACT_POINTS}. */
    static String environmentName(String path) {
        return path.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static RookeryConfig read(Config config, List<String> violations) {
        ConfigReader root = new ConfigReader(config, "rookery", violations);
        RookeryConfig result = new RookeryConfig(
                node(root.at("node")),
                http(root.at("http")),
                management(root.at("management")),
                cluster(root.at("cluster")),
                cassandra(root.at("cassandra")),
                redis(root.at("redis")),
                auth(root.at("auth")),
                gateway(root.at("gateway")),
                chat(root.at("chat")),
                limits(root.at("limits")));
        if (!violations.isEmpty()) {
            throw new InvalidConfigException(violations);
        }
        return result;
    }

    private static NodeConfig node(ConfigReader in) {
        Set<Role> roles = Set.copyOf(in.list("roles", ConfigLoader::role));
        if (roles.isEmpty()) {
            in.note("roles", "must name at least one of api, gateway, chat");
        }
        return new NodeConfig(
                in.text("name"),
                roles,
                in.duration("drainTimeout", SECOND, HOUR),
                in.duration("rehearsal", Duration.ZERO, MINUTE));
    }

    private static Role role(String name) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw new IllegalArgumentException("must be one of api, gateway, chat");
    }

    private static HttpConfig http(ConfigReader in) {
        return new HttpConfig(
                in.requiredText("host"),
                in.port("port"),
                in.number("instances", 0, 256),
                in.list("allowedOrigins", ConfigLoader::origin),
                in.list("trustedProxies", ConfigLoader::ipAddress),
                new ConnectionConfig(
                        in.number("maxConnections", 0, 10_000_000),
                        in.number("maxConnectionsPerAddress", 0, 10_000_000),
                        in.duration("headTimeout", MS_10, MINUTE),
                        in.duration("bodyTimeout", MS_10, HOUR),
                        in.duration("idleTimeout", MS_10, HOUR)),
                serverTls(in));
    }

    private static Optional<ServerTls> serverTls(ConfigReader in) {
        Optional<Path> certificate = in.readableFileIfSet("tlsCertificate");
        Optional<Path> key = in.readableFileIfSet("tlsKey");
        Duration strict = in.duration("tlsStrict", Duration.ZERO, DAY.multipliedBy(730));
        if (certificate.isPresent() != key.isPresent()) {
            in.note("tlsKey", "and tlsCertificate belong together: set both or none");
        }
        return certificate.flatMap(chain -> key.map(own -> new ServerTls(chain, own, strict)));
    }

    /** As browsers write it: RFC 6454, without a path. */
    private static String origin(String text) {
        if (!text.matches("(?i)https?://[^/?#@\\s*]+")) {
            throw new IllegalArgumentException("must look like https://chat.example.org: with scheme, without path");
        }
        return text;
    }

    /** Literal addresses only: a name would have to be looked up, and again when it changes. */
    private static String ipAddress(String text) {
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("must be an IP address");
        }
        return text;
    }

    private static ManagementConfig management(ConfigReader in) {
        return new ManagementConfig(in.requiredText("host"), in.port("port"));
    }

    private static ClusterConfig cluster(ConfigReader in) {
        return new ClusterConfig(
                in.requiredText("name"),
                in.readableFile(
                        "credentials",
                        "`rookery keygen cluster DIR` makes such a directory, all nodes of a cluster use the same"),
                in.flag("tls"),
                in.requiredText("host"),
                in.port("port"),
                in.port("busPort"),
                in.port("lifelinePort"),
                in.list("members", HostPort::parse),
                in.duration("silence", SECOND, MINUTE));
    }

    private static CassandraConfig cassandra(ConfigReader in) {
        List<HostPort> contactPoints = in.list("contactPoints", HostPort::parse);
        if (contactPoints.isEmpty()) {
            in.note("contactPoints", "must name at least one host:port");
        }
        String keyspace = in.text("keyspace");
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
            in.note("keyspace", "must be 1 to 48 characters of a-z, 0-9, '_' and begin with a letter");
        }
        return new CassandraConfig(
                contactPoints,
                in.requiredText("datacenter"),
                keyspace,
                in.number("replicationFactor", 1, 9),
                in.text("username"),
                in.secret("password"),
                clientTls(in),
                in.duration("requestTimeout", MS_10, MINUTE),
                in.number("maxInFlight", 1, 32_768),
                in.flag("applySchema"));
    }

    private static ClientTls clientTls(ConfigReader in) {
        return new ClientTls(in.flag("tls"), in.readableFileIfSet("tlsAuthorities"));
    }

    private static RedisConfig redis(ConfigReader in) {
        List<HostPort> address = in.list("address", HostPort::parse);
        if (address.size() != 1) {
            in.note("address", "must be one host:port");
        }
        return new RedisConfig(
                address.isEmpty() ? new HostPort("", 0) : address.get(0),
                in.text("username"),
                in.secret("password"),
                clientTls(in),
                in.text("keyPrefix"),
                in.duration("requestTimeout", MS_10, MINUTE));
    }

    private static AuthConfig auth(ConfigReader in) {
        return new AuthConfig(
                in.readableFile(
                        "signingKeyFile", "`rookery keygen FILE` makes one, all nodes of a cluster use the same"),
                in.readableFiles("otherKeyFiles"),
                in.duration("accessTokenLifetime", SECOND, DAY),
                in.duration("refreshTokenLifetime", MINUTE, DAY.multipliedBy(3650)),
                in.duration("ticketLifetime", SECOND, HOUR),
                in.number("argon2MemoryKib", 8, 4_194_304),
                in.number("argon2Iterations", 1, 100),
                in.number("signInsPerAccount", 1, 1_000_000),
                in.number("signInsPerAddress", 1, 1_000_000),
                in.duration("signInWindow", SECOND, DAY));
    }

    private static GatewayConfig gateway(ConfigReader in) {
        Duration heartbeat = in.duration("heartbeatInterval", MS_10, HOUR);
        Duration idle = in.duration("idleTimeout", MS_10, HOUR);
        if (idle.compareTo(heartbeat) <= 0) {
            in.note("idleTimeout", "must be longer than heartbeatInterval");
        }
        return new GatewayConfig(
                heartbeat, idle, in.number("maxQueuedBytes", 65_536, 1 << 30), in.number("maxSessions", 0, 10_000_000));
    }

    private static ChatConfig chat(ConfigReader in) {
        return new ChatConfig(
                in.number("maxActiveChats", 1, 10_000_000),
                in.number("maxWaitingPerChat", 1, 100_000),
                chatMemory(in.number("memoryMib", 0, 1_000_000)),
                in.number("maxMembers", 2, 1_000));
    }

    /** A third of a small heap, so that one of 256 MiB starts. */
    private static int chatMemory(int mebibytes) {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return mebibytes > 0 ? mebibytes : (int) Math.max(1, Math.min(CHAT_MEMORY_MIB, heap / 3));
    }

    /** Only the limits; nothing else has to be complete. */
    static LimitsConfig limits(Config config) {
        List<String> violations = new ArrayList<>();
        LimitsConfig result = limits(new ConfigReader(config, "rookery", violations).at("limits"));
        if (!violations.isEmpty()) {
            throw new InvalidConfigException(violations);
        }
        return result;
    }

    private static LimitsConfig limits(ConfigReader in) {
        return new LimitsConfig(
                in.number("memoryMib", 0, 1_000_000),
                in.number("memoryPerUserMib", 2, 1_000_000),
                in.number("memoryPerAddressMib", 1, 1_000_000),
                in.number("sessionsPerUser", 1, 1_000_000),
                in.number("sessionsPerDevice", 1, 1_000_000),
                in.number("sessionsPerAddress", 1, 10_000_000),
                in.number("waitingSyncs", 1, 64),
                in.number("chatsPerUser", 1, 1_000_000),
                rates(in.at("rates"), in.flag("rated")));
    }

    private static RatesConfig rates(ConfigReader in, boolean rated) {
        return new RatesConfig(
                rate(in, "messages", rated),
                rate(in, "syncs", rated),
                rate(in, "cursors", rated),
                rate(in, "history", rated),
                rate(in, "requests", rated),
                rate(in, "lookUps", rated),
                rate(in, "groups", rated),
                rate(in, "directChats", rated),
                rate(in, "signUps", rated));
    }

    private static Rate rate(ConfigReader in, String key, boolean rated) {
        Rate rate = in.parsed(key, Rate.OFF, Rate::parse);
        return rated ? rate : Rate.OFF;
    }
}
