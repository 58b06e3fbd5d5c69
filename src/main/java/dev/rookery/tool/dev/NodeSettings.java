package dev.rookery.tool.dev;

import dev.rookery.auth.SigningKeyFile;
import dev.rookery.config.ConfigLoader;
import dev.rookery.config.RookeryConfig;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.node.Settings;
import dev.rookery.tool.engine.DataDirectory;
import dev.rookery.tool.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of the nodes: what the user set in the environment or the file, and what the supervisor adds. Ports are
 * always the supervisor's; an engine or a signing key is only added if the user named none.
 */
final class NodeSettings {
    private static final String LOOPBACK = "127.0.0.1";

    private final DevOptions options;
    private final Map<String, String> added = new HashMap<>();

    NodeSettings(DevOptions options) {
        this.options = options;
        added.put("ROOKERY_HTTP_HOST", options.host());
        added.put("ROOKERY_MANAGEMENT_HOST", options.host());
        added.put("ROOKERY_CLUSTER_HOST", LOOPBACK);
        if (!isSetByUser("rookery.http.maxConnectionsPerAddress")) {
            // Everybody comes from this machine.
            added.put("ROOKERY_HTTP_MAX_CONNECTIONS_PER_ADDRESS", "0");
        }
        if (!options.environment().containsKey("ROOKERY_LOG_FORMAT")) {
            added.put("ROOKERY_LOG_FORMAT", "plain");
        }
    }

    /** Whoever develops starts often, and waits for it. */
    void skipRehearsal() {
        if (!isSetByUser("rookery.node.rehearsal")) {
            added.put("ROOKERY_NODE_REHEARSAL", "0s");
        }
    }

    boolean hasOwnCassandra() {
        return isSetByUser("rookery.cassandra.contactPoints");
    }

    boolean hasOwnRedis() {
        return isSetByUser("rookery.redis.address");
    }

    void cassandraAt(int port) {
        added.put("ROOKERY_CASSANDRA_CONTACT_POINTS", LOOPBACK + ":" + port);
    }

    void redisAt(int port) {
        added.put("ROOKERY_REDIS_ADDRESS", LOOPBACK + ":" + port);
    }

    /** The key of an earlier start is used again, so that people stay signed in. */
    void signWithKeyIn(DataDirectory data) {
        if (isSetByUser("rookery.auth.signingKeyFile")) {
            return;
        }
        Path key = data.root().resolve("signing-key.pem");
        try {
            if (!Files.exists(key)) {
                SigningKeyFile.create(key);
            }
        } catch (IOException e) {
            throw new EngineException("Cannot write the signing key " + key + ": " + e + ".", e);
        }
        added.put("ROOKERY_AUTH_SIGNING_KEY_FILE", key.toString());
    }

    /** Those of an earlier start are used again, so that nodes of both know each other. */
    void knowEachOtherBy(DataDirectory data) {
        if (isSetByUser("rookery.cluster.credentials")) {
            return;
        }
        Path credentials = data.root().resolve("cluster");
        try {
            if (!Files.exists(credentials)) {
                ClusterCredentials.create(credentials, Clock.systemUTC());
            }
        } catch (IOException e) {
            throw new EngineException("Cannot write the credentials of the cluster " + credentials + ": " + e + ".", e);
        }
        added.put("ROOKERY_CLUSTER_CREDENTIALS", credentials.toString());
    }

    private boolean isSetByUser(String path) {
        return ConfigLoader.isSet(path, options.config(), options.environment());
    }

    /** What the supervisor adds to its own environment for that node. */
    Map<String, String> environment(NodeAddresses node, List<NodeAddresses> all) {
        Map<String, String> result = new HashMap<>(added);
        result.put("ROOKERY_NODE_NAME", node.name());
        result.put("ROOKERY_HTTP_PORT", Integer.toString(node.http()));
        result.put("ROOKERY_MANAGEMENT_PORT", Integer.toString(node.management()));
        result.put("ROOKERY_CLUSTER_PORT", Integer.toString(node.cluster()));
        result.put("ROOKERY_CLUSTER_BUS_PORT", Integer.toString(node.bus()));
        result.put(
                "ROOKERY_CLUSTER_MEMBERS",
                all.stream().map(other -> LOOPBACK + ":" + other.cluster()).collect(Collectors.joining(",")));
        return result;
    }

    /** What the nodes will read; throws if they would refuse it. */
    RookeryConfig configOf(List<NodeAddresses> plan) {
        return configOf(plan, Map.of());
    }

    /** @param last settings that win over all others */
    RookeryConfig configOf(List<NodeAddresses> plan, Map<String, String> last) {
        Map<String, String> environment = new HashMap<>(options.environment());
        environment.putAll(environment(plan.get(0), plan));
        environment.putAll(last);
        return Settings.load(options.config(), environment);
    }
}
