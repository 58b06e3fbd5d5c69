package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.testkit.Background;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Patience;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chats of more than two people, over REST on two nodes. */
@ExtendWith(ApiNodes.class)
class GroupsIT {
    private static ApiClient one;
    private static ApiClient two;
    private static Person anna;
    private static Person ben;
    private static Person cleo;

    @BeforeAll
    static void start(Running nodes) {
        one = nodes.client(0);
        two = nodes.client(1);
        anna = one.person();
        ben = two.person();
        cleo = one.person();
    }

    @Test
    void aGroupIsMadeOfNamesAndIdsAndUsedByAllOfThem() {
        Reply created = one.call(
                "openChat", anna, group("Builders \uD83D\uDC26", ben.username().toUpperCase(Locale.ROOT), cleo.id()));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("kind")).isEqualTo("group");
        assertThat(created.text("title")).isEqualTo("Builders \uD83D\uDC26");
        assertThat(created.body().getInteger("memberCount")).isEqualTo(3);
        assertThat(names(created.body())).containsExactly(anna.username(), ben.username(), cleo.username());

        String chat = created.text("id");
        ApiClient.expect(201, one.say(anna, chat, "m", "from Anna"));
        ApiClient.expect(201, two.say(ben, chat, "m", "from Ben"));
        ApiClient.expect(201, one.say(cleo, chat, "m", "from Cleo"));
        for (Person reader : List.of(anna, ben, cleo)) {
            assertThat(two.call("listMessages", reader, Map.of("chatId", chat)).body().getJsonArray("entries").stream()
                            .map(message -> Contents.textOf((JsonObject) message)))
                    .containsExactly("from Anna", "from Ben", "from Cleo");
            JsonObject described =
                    one.call("getChat", reader, Map.of("chatId", chat)).body();
            assertThat(described.getString("title")).isEqualTo("Builders \uD83D\uDC26");
            assertThat(described.getInteger("committed")).isEqualTo(3);
            assertThat(listed(two, reader, chat).getMap()).isEqualTo(described.getMap());
        }
    }

    @Test
    void aGroupNeedsNoTitle() {
        Reply created = one.call("openChat", anna, group(null, ben.id()));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().containsKey("title")).isFalse();
        assertThat(names(created.body())).containsExactly(anna.username(), ben.username());
        assertThat(created.text("id")).isNotEqualTo(one.chat(anna, ben));
    }

    @Test
    void repeatsOverBothNodesMakeOneGroup() {
        JsonObject request = group("Once", ben.username(), cleo.username());
        List<CompletableFuture<Reply>> repeats = IntStream.range(0, 8)
                .mapToObj(
                        i -> Background.start("racer", () -> (i % 2 == 0 ? one : two).call("openChat", anna, request)))
                .toList();
        List<Reply> replies = repeats.stream().map(Patience::await).toList();

        assertThat(replies.stream().map(Reply::status).filter(status -> status == 201))
                .hasSize(1);
        assertThat(replies.stream().map(Reply::status)).containsOnly(200, 201);
        assertThat(replies.stream().map(Reply::body).distinct()).hasSize(1);
        JsonObject reordered =
                request.copy().put("members", new JsonArray().add(cleo.id()).add(ben.id()));
        assertThat(two.call("openChat", anna, reordered).text("id"))
                .isEqualTo(replies.get(0).text("id"));
        // The name of the attempt belongs to who chose it.
        assertThat(two.call("openChat", ben, request.copy().put("members", new JsonArray().add(anna.id())))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void theSameAttemptWithOtherContentIsRefused() {
        JsonObject request = group("First", ben.id());
        ApiClient.expect(201, one.call("openChat", anna, request));

        Reply renamed = two.call("openChat", anna, request.copy().put("title", "Second"));
        Reply extended = two.call(
                "openChat",
                anna,
                request.copy().put("members", new JsonArray().add(ben.id()).add(cleo.id())));

        assertThat(List.of(renamed.code(), extended.code())).containsOnly("client_id_conflict");
        assertThat(one.call("openChat", anna, request).status()).isEqualTo(200);
    }

    @Test
    void whoIsUnknownOrNamedTwiceIsNamed() {
        String nobody = UUID.randomUUID().toString();
        String noName = ApiClient.freshName();

        Reply unknown = one.call("openChat", anna, group("x", ben.id(), nobody, cleo.username(), noName));
        Reply doubled = one.call("openChat", anna, group("x", ben.username(), cleo.id(), ben.id()));
        Reply nonsense = one.call("openChat", anna, group("x", ben.username(), "not a name", "-x-"));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("user_unknown");
        assertThat(unknown.detail()).contains(nobody, noName).doesNotContain(ben.id());
        assertThat(fields(unknown)).containsExactly("members.1", "members.3");
        assertThat(doubled.code()).isEqualTo("invalid_request");
        assertThat(doubled.detail()).isEqualTo("'" + ben.id() + "' is in the list twice");
        assertThat(fields(doubled)).containsExactly("members.2");
        assertThat(nonsense.code()).isEqualTo("invalid_request");
        assertThat(fields(nonsense)).containsExactly("members.1", "members.2");
    }

    @Test
    void whatIsMissingOrTooMuchIsSaid() {
        JsonObject request = group("x", ben.id());
        List<String> tooMany =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(101).toList();

        assertRefused(group("x"), "exactly one of 'peer', 'username' and 'members'");
        assertRefused(group("x", anna.id()), "somebody besides you");
        assertRefused(group("x", tooMany.toArray(String[]::new)), "100 members at most");
        assertRefused(group("x", Collections.nCopies(1_001, ben.id()).toArray(String[]::new)), "at most 1000");
        assertRefused(group("x", "ab"), "'members.0' must have at least 3 characters");
        assertRefused(group("x".repeat(101), ben.id()), "'title' must have at most 100 characters");
        assertRefused(group(" \t ", ben.id()), "'title' must not be blank");
        assertRefused(group("a\u0007b", ben.id()), "control characters");
        assertRefused(without(request, "clientId"), "'members' needs 'clientId' beside it");
        assertRefused(without(request, "members"), "'peer', 'username' and 'members'");
        assertRefused(new JsonObject().put("peer", ben.id()).put("title", "x"), "'title' needs 'members' beside it");
        assertRefused(request.copy().put("peer", ben.id()), "exactly one of");
    }

    @Test
    void toAStrangerAGroupDoesNotExist() {
        String chat = one.call("openChat", anna, group("Private", ben.id())).text("id");
        ApiClient.expect(201, one.say(anna, chat, "m", "private"));

        for (ApiClient api : List.of(one, two)) {
            assertThat(api.call("getChat", cleo, Map.of("chatId", chat)).code()).isEqualTo("chat_unknown");
            assertThat(api.call("listMessages", cleo, Map.of("chatId", chat)).code())
                    .isEqualTo("chat_unknown");
            assertThat(api.say(cleo, chat, "m", "intruding").code()).isEqualTo("chat_unknown");
        }
    }

    @Test
    void theListNamesTenMembersAndWhoWroteLast() {
        List<Person> others = Stream.generate(one::person).limit(14).toList();
        Person last = others.get(13);
        String chat = one.call(
                        "openChat",
                        anna,
                        group("Many", others.stream().map(Person::username).toArray(String[]::new)))
                .text("id");

        assertThat(listed(two, anna, chat).getInteger("memberCount")).isEqualTo(15);
        assertThat(names(listed(two, anna, chat))).hasSize(10).startsWith(anna.username());
        ApiClient.expect(201, two.say(last, chat, "m", "hello"));
        assertThat(names(listed(two, anna, chat))).hasSize(11).endsWith(last.username());
        assertThat(names(one.call("getChat", last, Map.of("chatId", chat)).body()))
                .hasSize(15);
    }

    private static void assertRefused(JsonObject request, String because) {
        Reply reply = one.call("openChat", anna, request);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("invalid_request");
        assertThat(reply.detail()).contains(because);
    }

    private static JsonObject group(String title, String... members) {
        JsonObject request = new JsonObject()
                .put("clientId", UUID.randomUUID().toString())
                .put("members", new JsonArray(List.of(members)));
        return title == null ? request : request.put("title", title);
    }

    private static JsonObject without(JsonObject request, String field) {
        JsonObject rest = request.copy();
        rest.remove(field);
        return rest;
    }

    private static JsonObject listed(ApiClient api, Person reader, String chat) {
        return api.call("listChats", reader, Map.of("limit", "100")).body().getJsonArray("chats").stream()
                .map(JsonObject.class::cast)
                .filter(found -> found.getString("id").equals(chat))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(JsonObject chat) {
        return chat.getJsonArray("members").stream()
                .map(member -> ((JsonObject) member).getString("username"))
                .toList();
    }

    private static List<String> fields(Reply reply) {
        return reply.body().getJsonArray("violations").stream()
                .map(violation -> ((JsonObject) violation).getString("field"))
                .toList();
    }
}
