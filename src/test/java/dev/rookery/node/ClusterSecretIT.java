package dev.rookery.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.node.ClusterBootstrap.Cluster;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Nodes that were given the same name and the address of each other, and different secrets. */
class ClusterSecretIT {
    private final JoinedClusters clusters = new JoinedClusters();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger hazelcast = (Logger) LoggerFactory.getLogger("com.hazelcast");

    @BeforeEach
    void listen() {
        log.start();
        hazelcast.addAppender(log);
    }

    @AfterEach
    void leave() throws Exception {
        hazelcast.detachAppender(log);
        clusters.close();
    }

    @Test
    void whoHasAnotherSecretDoesNotJoinAndNobodyLogsWhatFollowsFromIt() throws Exception {
        Cluster node = clusters.join();
        Cluster stranger = clusters.join(ClusterCredentials.generate(Clock.systemUTC()));
        Cluster friend = clusters.join();

        assertThat(node.hazelcast().getCluster().getMembers()).hasSize(2);
        assertThat(friend.hazelcast().getCluster().getMembers()).hasSize(2);
        assertThat(stranger.hazelcast().getCluster().getMembers()).hasSize(1);
        List<String> lines =
                List.copyOf(log.list).stream().map(ILoggingEvent::toString).toList();
        assertThat(lines)
                .isNotEmpty()
                .noneMatch(line -> line.contains(node.hazelcast().getConfig().getClusterName()));
    }
}
