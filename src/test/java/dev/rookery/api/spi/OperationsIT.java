package dev.rookery.api.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.api.ApiClient;
import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.api.StrictContract;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.testkit.Contents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operations of the contract, on two nodes. */
@ExtendWith(ApiNodes.class)
class OperationsIT {
    private static StrictContract contract;
    private static ApiClient one;
    private static ApiClient two;

    @BeforeAll
    static void start(Running nodes) {
        contract = nodes.contract;
        one = nodes.client(0);
        two = nodes.client(1);
    }

    private static JsonObject cursors(String chat, long seq) {
        return new JsonObject().put("cursors", new JsonObject().put(chat, seq));
    }

    @Test
    void aCursorThatWouldMoveBackStaysAndIsTold(Running nodes) {
        ApiClient api = nodes.client(0);
        Person anna = api.person();
        Person ben = api.person();
        String chat = api.chat(anna, ben);
        for (int i = 1; i <= 3; i++) {
            ApiClient.expect(201, api.say(anna, chat, "m" + i, "Hello"));
        }
        assertThat(cursorAfter(api.call("moveCursors", ben, cursors(chat, 3)), chat))
                .isEqualTo(3);
        assertThat(cursorAfter(api.call("moveCursors", ben, cursors(chat, 1)), chat))
                .isEqualTo(3);
        assertThat(cursorAfter(api.call("moveCursors", ben, cursors(chat, 9)), chat))
                .isEqualTo(3);
    }

    private static long cursorAfter(Reply reply, String chat) {
        return ApiClient.expect(200, reply).body().getJsonObject("cursors").getLong(chat);
    }

    @Test
    void everyOperationOfTheContractAnswersAsItSays(Running nodes) {
        ApiClient api = nodes.client(0);
        Person anna = api.person();
        Person ben = api.person();
        String chat = api.chat(anna, ben);
        var unused = List.of(
                api.say(anna, chat, "m1", "Hello"),
                api.call("listMessages", ben, Map.of("chatId", chat)),
                api.call("getChat", ben, Map.of("chatId", chat)),
                api.call("markRead", ben, Map.of("chatId", chat), new JsonObject().put("seq", 1)),
                api.call("listReceipts", anna, Map.of("chatId", chat, "seq", "1")),
                api.call("markUnread", ben, Map.of("chatId", chat)),
                api.call("countUnread", ben),
                api.call("clearHistory", ben, Map.of("chatId", chat)),
                api.call("listChats", ben),
                api.call("moveCursors", ben, cursors(chat, 1)),
                api.call("receiveEvents", ben, Map.of("wait", "1")),
                api.call("me", anna),
                api.call("findUser", anna, Map.of("username", ben.username())),
                api.call("getUser", anna, Map.of("userId", ben.id())),
                api.call("lookUpUsers", anna, new JsonObject().put("users", new JsonArray().add(ben.id()))),
                api.call("createWebSocketTicket", anna),
                api.call("listDevices", anna),
                api.call(
                        "signOutDevice",
                        anna,
                        Map.of("deviceId", api.signedIn(anna.username()).deviceId())),
                api.call("changePassword", anna, passwords(ApiClient.PASSWORD, "another good one")),
                api.refresh(anna.refreshToken()),
                api.call("signOut", ben));

        assertThat(api.succeeded())
                .containsExactlyInAnyOrderElementsOf(contract.contract().operations().stream()
                        .map(Operation::getOperationId)
                        .toList());
    }

    @Test
    void aChatIsTheSameWhoeverOpensItWhereverAndHowever() {
        Person anna = one.person();
        Person ben = two.person();

        Reply created = one.call("openChat", anna, new JsonObject().put("peer", ben.id()));
        Reply found = two.call("openChat", ben, new JsonObject().put("username", anna.username()));

        assertThat(created.status()).isEqualTo(201);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(created.body());
        assertThat(created.body().getJsonArray("members").stream()
                        .map(member -> ((JsonObject) member).getString("username")))
                .containsExactlyInAnyOrder(anna.username(), ben.username());
        assertThat(created.text("kind")).isEqualTo("direct");
    }

    @Test
    void aChatNeedsSomebodyElseWhoExists() {
        Person anna = one.person();

        Reply self = one.call("openChat", anna, new JsonObject().put("peer", anna.id()));
        Reply nobody = one.call(
                "openChat", anna, new JsonObject().put("peer", UUID.randomUUID().toString()));
        Reply noName = one.call("openChat", anna, new JsonObject().put("username", ApiClient.freshName()));

        assertThat(self.code()).isEqualTo("invalid_request");
        assertThat(self.detail()).contains("yourself");
        assertThat(nobody.code()).isEqualTo("user_unknown");
        assertThat(noName.code()).isEqualTo("user_unknown");
    }

    @Test
    void historyPagesInBothDirectionsOnAnyNode() {
        Person anna = one.person();
        Person ben = two.person();
        String chat = one.chat(anna, ben);
        for (int i = 1; i <= 7; i++) {
            ApiClient.expect(201, (i % 2 == 0 ? one : two).say(i % 2 == 0 ? anna : ben, chat, "m" + i, "text " + i));
        }

        assertPage(two.call("listMessages", ben, page(chat, "limit", "3")), List.of(5L, 6L, 7L), true);
        assertPage(one.call("listMessages", ben, page(chat, "before", "5", "limit", "3")), List.of(2L, 3L, 4L), true);
        assertPage(two.call("listMessages", ben, page(chat, "before", "2", "limit", "3")), List.of(1L), false);
        assertPage(one.call("listMessages", ben, page(chat, "after", "0", "limit", "3")), List.of(1L, 2L, 3L), true);
        assertPage(two.call("listMessages", ben, page(chat, "after", "5", "limit", "3")), List.of(6L, 7L), false);
        assertPage(two.call("listMessages", ben, page(chat, "after", "7")), List.of(), false);
    }

    @Test
    void aMessageSaysWhoWroteItWhenAndFromWhere() {
        Person anna = one.person();
        String chat = one.chat(anna, one.person());

        Reply sent = one.say(anna, chat, "hello-1", "<b>Hi</b> \u202e🐦");

        JsonObject message = one.call("listMessages", anna, Map.of("chatId", chat))
                .body()
                .getJsonArray("entries")
                .getJsonObject(0);
        assertThat(message.getMap())
                .containsEntry("seq", 1)
                .containsEntry("author", anna.id())
                .containsEntry("device", anna.deviceId())
                .containsEntry("clientId", "hello-1")
                .containsEntry("at", sent.text("at"))
                .containsEntry("messages", 1);
        assertThat(Contents.textOf(message)).isEqualTo("<b>Hi</b> \u202e🐦");
    }

    @Test
    void aRepeatedMessageStandsInTheChatOnce() {
        Person anna = one.person();
        String chat = one.chat(anna, one.person());

        Reply first = one.say(anna, chat, "same", "Hello");
        Reply again = two.say(anna, chat, "same", "Hello");
        Reply other = two.say(anna, chat, "same", "Something else");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.code()).isEqualTo("client_id_conflict");
        assertThat(one.call("getChat", anna, Map.of("chatId", chat)).body().getInteger("committed"))
                .isEqualTo(1);
    }

    @Test
    void theChatListPagesOverAllOwners() {
        Person anna = one.person();
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Person friend = two.person();
            String chat = two.chat(friend, anna);
            ApiClient.expect(201, two.say(friend, chat, "m", "from " + friend.username()));
            opened.add(chat);
        }

        List<String> listed = new ArrayList<>();
        Map<String, String> next = Map.of("limit", "2");
        int pages = 0;
        while (next != null) {
            JsonObject page = one.call("listChats", anna, next).body();
            JsonArray chats = page.getJsonArray("chats");
            for (int i = 0; i < chats.size(); i++) {
                JsonObject chat = chats.getJsonObject(i);
                listed.add(chat.getString("id"));
                assertThat(chat.getInteger("committed")).isEqualTo(1);
                assertThat(chat.getJsonArray("members")).hasSize(2);
                assertThat(Contents.textOf(chat.getJsonObject("newest"))).startsWith("from ");
            }
            pages++;
            next = page.containsKey("next") ? Map.of("limit", "2", "after", page.getString("next")) : null;
        }

        assertThat(listed).containsExactlyInAnyOrderElementsOf(opened);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void toAStrangerAChatDoesNotExist() {
        Person anna = one.person();
        Person mallory = one.person();
        String chat = one.chat(anna, one.person());
        ApiClient.expect(201, one.say(anna, chat, "m1", "private"));
        String absent = UUID.randomUUID().toString();

        for (ApiClient api : List.of(one, two)) {
            for (String operation : List.of("getChat", "listMessages")) {
                assertSameRefusal(
                        api.call(operation, mallory, Map.of("chatId", chat)),
                        api.call(operation, mallory, Map.of("chatId", absent)));
            }
            assertSameRefusal(api.say(mallory, chat, "m1", "intruding"), api.say(mallory, absent, "m1", "intruding"));
            assertSameRefusal(
                    api.call("listMessages", mallory, page(chat, "after", "0")),
                    api.call("listMessages", mallory, page(absent, "after", "0")));
            assertThat(api.call("listChats", mallory).body().getJsonArray("chats"))
                    .isEmpty();
        }
        assertThat(one.call("getChat", anna, Map.of("chatId", chat)).body().getInteger("committed"))
                .isEqualTo(1);
    }

    @Test
    void nobodySignsOutTheDeviceOfAnother() {
        Person anna = one.person();
        Person mallory = one.person();

        Reply refused = one.call("signOutDevice", mallory, Map.of("deviceId", anna.deviceId()));

        assertThat(refused.code()).isEqualTo("device_unknown");
        assertThat(one.call("me", anna).status()).isEqualTo(200);
    }

    @Test
    void aPersonWhoseNameLooksLikeANumberIsFound() {
        Person anna = one.person();
        String number = Integer.toUnsignedString(UUID.randomUUID().hashCode()) + "1.5";
        ApiClient.expect(201, one.signUp(number));

        assertThat(one.call("findUser", anna, Map.of("username", number)).text("username"))
                .isEqualTo(number);
    }

    private static void assertSameRefusal(Reply foreign, Reply absent) {
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.code()).isEqualTo("chat_unknown");
        assertThat(foreign.body()).isEqualTo(absent.body());
    }

    private static void assertPage(Reply page, List<Long> seqs, boolean more) {
        List<Long> found = page.body().getJsonArray("entries").stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
        assertThat(found).isEqualTo(seqs);
        assertThat(page.body().getBoolean("more")).isEqualTo(more);
        assertThat(page.body().getLong("committed")).isEqualTo(7);
    }

    private static Map<String, String> page(String chat, String... parameters) {
        Map<String, String> result = new java.util.LinkedHashMap<>(Map.of("chatId", chat));
        for (int i = 0; i < parameters.length; i += 2) {
            result.put(parameters[i], parameters[i + 1]);
        }
        return result;
    }

    private static JsonObject passwords(String current, String next) {
        return new JsonObject().put("currentPassword", current).put("newPassword", next);
    }
}
