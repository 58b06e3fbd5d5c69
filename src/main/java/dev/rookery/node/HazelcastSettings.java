package dev.rookery.node;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClasspathXmlConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.ServerSocketEndpointConfig;
import dev.rookery.config.HostPort;
import dev.rookery.config.RookeryConfig.ClusterConfig;
import dev.rookery.credentials.ClusterSecret;
import java.util.List;

/** What {@code cluster.xml} cannot know: who this node is and whom it may meet. */
final class HazelcastSettings {
    private HazelcastSettings() {}

    static Config of(ClusterConfig config, ClusterSecret secret) {
        Config hazelcast = new ClasspathXmlConfig("cluster.xml");
        hazelcast.setClusterName(secret.clusterName(config.name()));
        hazelcast.setClassLoader(new AdmittedClasses());
        AdvancedNetworkConfig network = hazelcast.getAdvancedNetworkConfig();
        ServerSocketEndpointConfig port =
                new ServerSocketEndpointConfig().setPort(config.port()).setPortAutoIncrement(false);
        port.getInterfaces().setEnabled(true).addInterface(config.host());
        network.setMemberEndpointConfig(port);
        List<String> others = config.members().stream().map(HostPort::toString).toList();
        network.getJoin()
                .getTcpIpConfig()
                .setMembers(others.isEmpty() ? List.of(config.host() + ":" + config.port()) : others);
        return hazelcast;
    }
}
