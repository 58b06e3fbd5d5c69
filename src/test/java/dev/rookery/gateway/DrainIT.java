package dev.rookery.gateway;

import static dev.rookery.gateway.GatewayFixture.somebody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rookery.auth.Principal;
import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.domain.ChatId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.UpgradeRejectedException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that leaves, and a session directory that comes and goes. */
class DrainIT {
    private static final String CHAT = new ChatId(UUID.randomUUID()).toString();

    private final GatewayFixture gateway = new GatewayFixture(GatewayFixture.config());

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void everybodyIsSentElsewhereAfterTheirAnswers() {
        var idle = gateway.connect();
        var waiting = gateway.connect();
        Promise<MessageStored> answer = Promise.promise();
        gateway.owner = send -> answer.future();
        String clientId = waiting.sendMessage(CHAT, "hi");

        Future<Void> drained = gateway.verticle.drain(Duration.ofMillis(100));

        assertThat(idle.awaitClose()).isEqualTo(4002);
        assertThat(waiting.isOpen()).isTrue();
        var refused = catchThrowableOfType(UpgradeRejectedException.class, gateway::connect);
        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getHeaders().get("Retry-After")).isEqualTo("1");
        answer.complete(gateway.stored());
        assertThat(waiting.await("ack").getString("clientId")).isEqualTo(clientId);
        assertThat(waiting.awaitClose()).isEqualTo(4002);
        GatewayFixture.await(drained);
        assertThat(gateway.module.connections()).isZero();
        await().untilAsserted(() -> assertThat(gateway.directory.users).isEmpty());
    }

    @Test
    void aNodeThatStopsLeavesTheDirectory() {
        var client = gateway.connect();
        await().until(() -> gateway.directory.marks.containsKey(gateway.self));

        GatewayFixture.await(gateway.vertx.undeploy(gateway.verticle.deploymentID()));

        assertThat(client.awaitClose()).isEqualTo(4002);
        assertThat(gateway.directory.marks).isEmpty();
    }

    @Test
    void sessionsOpenWithoutTheDirectoryAndAreRegisteredWhenItIsBack() {
        Principal before = somebody();
        Principal during = somebody();
        try (var first = gateway.connect(before)) {
            gateway.directory.gone = true;
            gateway.directory.empty();
            try (var second = gateway.connect(during)) {
                second.sendAndAwaitAck(CHAT, "works");
                gateway.directory.gone = false;

                await().untilAsserted(() -> assertThat(gateway.directory.users).contains(before.user(), during.user()));
                assertThat(first.isOpen()).isTrue();
            }
        }
    }

    @Test
    void everybodyIsRegisteredAgainAfterTheDirectoryWasEmptied() {
        Principal holder = somebody();
        try (var client = gateway.connect(holder)) {
            await().until(() -> gateway.directory.marks.containsKey(gateway.self));

            gateway.directory.empty();

            await().untilAsserted(() -> assertThat(gateway.directory.users).contains(holder.user()));
            assertThat(client.isOpen()).isTrue();
        }
    }
}
