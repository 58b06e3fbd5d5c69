package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.WebSocketTestClient;
import dev.rookery.wire.CloseCode;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the HTTP API of one node means for the sockets of another. */
@ExtendWith(ApiNodes.class)
class LiveSessionsIT {
    private static Running nodes;
    private static ApiClient one;

    @BeforeAll
    static void start(Running running) {
        nodes = running;
        one = running.client(0);
    }

    @Test
    void aTicketOpensOneSocketOnAnotherNode() {
        Person anna = one.person();
        Reply issued = one.call("createWebSocketTicket", anna);

        try (var socket = WebSocketTestClient.withTicket(nodes.vertx, port(1), issued.text("ticket"))) {
            assertThat(socket.isOpen()).isTrue();
        }
        assertThat(issued.body().getInteger("expiresInSeconds")).isEqualTo(30);
        assertThatThrownBy(() -> WebSocketTestClient.withTicket(nodes.vertx, port(1), issued.text("ticket")))
                .isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> assertThat(refused.getStatus())
                        .isEqualTo(401));
    }

    @Test
    void aTicketIsBoundToTheWebOriginThatAsked() {
        Person anna = one.person();
        Reply issued = ApiClient.send(one.request("/v1/ws-tickets")
                .POST(BodyPublishers.noBody())
                .header("Authorization", "Bearer " + anna.accessToken())
                .header("Origin", ApiNodes.ALLOWED_ORIGIN));
        String own = "http://127.0.0.1:" + port(1);
        WebSocketConnectOptions other =
                WebSocketTestClient.options(port(1)).addHeader("Origin", own).addSubProtocol(issued.text("ticket"));

        assertThatThrownBy(() -> WebSocketTestClient.connect(nodes.vertx, other))
                .isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> assertThat(refused.getStatus())
                        .isEqualTo(401));
    }

    @Test
    void aTicketOfADeviceThatWasSignedOutIsWorthless() {
        Person anna = one.person();
        String ticket = one.call("createWebSocketTicket", anna).text("ticket");

        ApiClient.expect(204, one.call("signOut", anna));

        assertThatThrownBy(() -> WebSocketTestClient.withTicket(nodes.vertx, port(1), ticket))
                .isInstanceOf(UpgradeRejectedException.class);
    }

    @Test
    void signingOutClosesTheSocketsOfTheDeviceOnEveryNode() {
        Person laptop = one.person();
        Person phone = one.signedIn(laptop.username());
        try (var here = connect(0, laptop);
                var there = connect(1, laptop);
                var other = connect(1, phone)) {

            ApiClient.expect(204, one.call("signOut", laptop));

            assertThat(here.awaitClose()).isEqualTo(CloseCode.SIGNED_OUT.number());
            assertThat(there.awaitClose()).isEqualTo(CloseCode.SIGNED_OUT.number());
            assertThat(other.isOpen()).isTrue();
        }
    }

    @Test
    void signingOutAnotherDeviceClosesItsSockets() {
        Person laptop = one.person();
        Person phone = one.signedIn(laptop.username());
        try (var socket = connect(1, phone)) {

            ApiClient.expect(204, one.call("signOutDevice", laptop, Map.of("deviceId", phone.deviceId())));

            assertThat(socket.awaitClose()).isEqualTo(CloseCode.SIGNED_OUT.number());
        }
    }

    @Test
    void aReusedRefreshTokenClosesTheSocketsOfItsDevice() {
        Person anna = one.person();
        ApiClient.expect(200, one.refresh(anna.refreshToken()));
        try (var socket = connect(1, anna)) {

            ApiClient.expect(401, one.refresh(anna.refreshToken()));

            assertThat(socket.awaitClose()).isEqualTo(CloseCode.SIGNED_OUT.number());
        }
    }

    @Test
    void aChangedPasswordClosesTheSocketsOfOtherDevices() {
        Person laptop = one.person();
        Person phone = one.signedIn(laptop.username());
        JsonObject change =
                new JsonObject().put("currentPassword", ApiClient.PASSWORD).put("newPassword", "a better password");
        try (var kept = connect(0, laptop);
                var closed = connect(1, phone)) {

            ApiClient.expect(204, one.call("changePassword", laptop, change));

            assertThat(closed.awaitClose()).isEqualTo(CloseCode.SIGNED_OUT.number());
            assertThat(kept.isOpen()).isTrue();
        }
    }

    @Test
    void aMessageSentOverHttpArrivesAtSocketsOfAllMembersAndOfTheSender() {
        Person anna = one.person();
        Person ben = one.person();
        String chat = one.chat(anna, ben);
        try (var hers = connect(0, anna);
                var his = connect(1, ben)) {

            Reply sent = ApiClient.expect(201, one.say(anna, chat, "m1", "over HTTP"));

            for (var socket : new WebSocketTestClient[] {hers, his}) {
                JsonObject message = socket.await("entry");
                assertThat(Contents.textOf(message)).isEqualTo("over HTTP");
                assertThat(message.getInteger("seq")).isEqualTo(sent.body().getInteger("seq"));
            }
        }
    }

    private static WebSocketTestClient connect(int node, Person person) {
        return WebSocketTestClient.withToken(nodes.vertx, port(node), person.accessToken());
    }

    private static int port(int node) {
        return nodes.cluster.http(node).getPort();
    }
}
