package dev.rookery.tool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rookery.config.HostPort;
import dev.rookery.testkit.Engines;
import dev.rookery.testkit.OwnVertx;
import dev.rookery.testkit.Patience;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OwnVertx.class)
class EnginesIT {
    @Test
    void cassandraIsTheRealOneInItsWantedVersion() {
        HostPort address = Engines.cassandra();

        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(address.host(), address.port()))
                .withLocalDatacenter("datacenter1")
                .build()) {
            assertThat(session.execute("SELECT release_version FROM system.local")
                            .one()
                            .getString(0))
                    .isEqualTo("5.0.9");
        }
    }

    @Test
    void redisIsARealOneThatKeepsNothingOnDisk(Vertx vertx) throws Exception {
        Redis client = Redis.createClient(vertx, "redis://" + Engines.redis());

        String save = client.send(Request.cmd(Command.CONFIG).arg("GET").arg("save"))
                .map(answer -> answer.get("save").toString())
                .toCompletionStage()
                .toCompletableFuture()
                .get(Patience.SECONDS, TimeUnit.SECONDS);

        assertThat(save).isEmpty();
    }
}
