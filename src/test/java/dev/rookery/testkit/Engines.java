package dev.rookery.testkit;

import dev.rookery.auth.SigningKeyFile;
import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.config.RookeryConfig.RedisConfig;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.node.Settings;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EmbeddedCassandra;
import dev.rookery.tool.engine.EmbeddedRedis;
import dev.rookery.tool.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One real Cassandra and one real Redis for all tests of this JVM, started when first asked for and ended with it. Each
 * test class takes a keyspace and a key prefix of its own, so that classes see nothing of each other. Who runs single
 * tests often keeps two engines running and names them (host:port) in ROOKERY_TEST_CASSANDRA and ROOKERY_TEST_REDIS: then
 * none is started. Any thread.
 */
public final class Engines {
    /** As many runs as can be at work in one checkout; each has a directory of its own. */
    private static final int MOST = 4;

    /** Every test class has a keyspace of its own, and each table takes some of it. */
    private static final String HEAP = "1200m";

    private final HostPort cassandra;
    private final HostPort redis;
    private final Path signingKey;
    private final Path credentials;

    private Engines(HostPort cassandra, HostPort redis, Path keys) {
        this.cassandra = cassandra;
        this.redis = redis;
        this.signingKey = signingKey(keys);
        this.credentials = credentials(keys);
    }

    /** Where Cassandra serves CQL; starts it on first use. */
    public static HostPort cassandra() {
        return Started.ENGINES.cassandra;
    }

    /** Where Redis listens; starts it on first use. */
    public static HostPort redis() {
        return Started.ENGINES.redis;
    }

    /** A keyspace name that no other test uses. The keyspace does not exist yet. */
    public static String freshKeyspace() {
        return "test_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** A prefix of Redis keys that no other test uses. */
    public static String freshKeyPrefix() {
        return UUID.randomUUID() + ":";
    }

    /** For stores on a keyspace that may not exist yet. */
    public static CassandraConfig cassandraConfig(String keyspace) {
        return config(environment(keyspace, freshKeyPrefix())).cassandra();
    }

    public static RedisConfig redisConfig(String keyPrefix) {
        return config(environment(freshKeyspace(), keyPrefix)).redis();
    }

    /** The settings of a node on these engines, every port free-chosen. */
    public static RookeryConfig config(Map<String, String> environment) {
        return Settings.load(Optional.empty(), environment);
    }

    /** The environment of a node on these engines, to be changed before {@link #config}. Not empty of secrets. */
    public static Map<String, String> environment(String keyspace, String keyPrefix) {
        Map<String, String> environment = new HashMap<>();
        environment.put("ROOKERY_CASSANDRA_CONTACT_POINTS", cassandra().toString());
        environment.put("ROOKERY_CASSANDRA_KEYSPACE", keyspace);
        // One that is answered late, since the machine had other things to do, says nothing about the product.
        environment.put("ROOKERY_CASSANDRA_REQUEST_TIMEOUT", "20s");
        environment.put("ROOKERY_REDIS_REQUEST_TIMEOUT", "20s");
        environment.put("ROOKERY_REDIS_ADDRESS", redis().toString());
        environment.put("ROOKERY_REDIS_KEY_PREFIX", keyPrefix);
        environment.put("ROOKERY_AUTH_SIGNING_KEY_FILE", Started.ENGINES.signingKey.toString());
        environment.put("ROOKERY_CLUSTER_CREDENTIALS", Started.ENGINES.credentials.toString());
        // Tests start many nodes, and are in no hurry.
        environment.put("ROOKERY_NODE_REHEARSAL", "0s");
        environment.put("ROOKERY_HTTP_HOST", "127.0.0.1");
        environment.put("ROOKERY_HTTP_PORT", "0");
        environment.put("ROOKERY_MANAGEMENT_PORT", "0");
        environment.put("ROOKERY_CLUSTER_NAME", keyspace);
        environment.put("ROOKERY_CLUSTER_PORT", "0");
        return environment;
    }

    private static Engines start() {
        Map<String, String> env = System.getenv();
        String cassandra = env.get("ROOKERY_TEST_CASSANDRA");
        String redis = env.get("ROOKERY_TEST_REDIS");
        return cassandra != null && redis != null
                ? new Engines(HostPort.parse(cassandra), HostPort.parse(redis), Path.of("target"))
                : startOwn();
    }

    private static Engines startOwn() {
        DataDirectory data = home(1);
        List<String> orphans = data.children().endOrphans();
        orphans.forEach(orphan -> Notes.note("ended %s of an earlier, killed test run", orphan));
        deleteAll(data.root().resolve("cassandra"));
        EmbeddedRedis redis = EmbeddedRedis.start(data);
        endWithThisJvm(() -> redis.process().kill());
        EmbeddedCassandra cassandra = EmbeddedCassandra.start(data, environmentOfCassandra(), HEAP);
        endWithThisJvm(() -> cassandra.process().kill());
        return new Engines(
                new HostPort("127.0.0.1", cassandra.port()), new HostPort("127.0.0.1", redis.port()), data.root());
    }

    /** Tables are made all the time here, and need not outlive the machine: so they are not written to disk each time. */
    private static Map<String, String> environmentOfCassandra() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.merge(
                "ROOKERY_CASSANDRA_JAVA_OPTS", "-Dcassandra.unsafesystem=true", (own, ours) -> ours + " " + own);
        return environment;
    }

    private static void endWithThisJvm(Runnable end) {
        Runtime.getRuntime().addShutdownHook(new Thread(end, "end-engine"));
    }

    /** The first that no other JVM uses. */
    private static DataDirectory home(int number) {
        try {
            return DataDirectory.open(Path.of("target", "engines-" + number));
        } catch (EngineException e) {
            if (number == MOST) {
                throw e;
            }
            return home(number + 1);
        }
    }

    private static Path signingKey(Path directory) {
        Path file = directory.resolve("signing-key.pem").toAbsolutePath();
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                SigningKeyFile.create(file);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One for each JVM: two that make the same files at the same time would read halves of them. */
    private static Path credentials(Path parent) {
        Path directory =
                parent.resolve("credentials-" + ProcessHandle.current().pid()).toAbsolutePath();
        try {
            if (!Files.exists(directory)) {
                ClusterCredentials.create(directory, Clock.systemUTC());
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAll(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class loader makes this happen once, and later callers fail with the first failure. */
    private static final class Started {
        static final Engines ENGINES = TestOwner.ofTheRun(Engines::start);
    }
}
