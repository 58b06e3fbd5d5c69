package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.auth.Principal;
import dev.rookery.auth.SigningKey;
import dev.rookery.auth.SigningKeyFile;
import dev.rookery.auth.TokenKeys;
import dev.rookery.auth.Tokens;
import dev.rookery.config.RookeryConfig.AuthConfig;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.UserId;
import dev.rookery.testkit.Contents;
import dev.rookery.testkit.Engines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are not as they must be: each is told apart, in words, and nothing leaks. */
@ExtendWith(ApiNodes.class)
class RefusalsIT {
    private static Running running;
    private static ApiClient api;
    private static Person anna;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start(Running nodes) {
        running = nodes;
        api = nodes.client(0);
        anna = api.person();
    }

    @Test
    void anUnknownAddressIsNotFound() {
        Reply reply = ApiClient.send(api.request("/v1/nothing"));

        assertProblem(reply, 404, "not_found");
    }

    @Test
    void aKnownAddressSaysWhichMethodsItAnswersTo() {
        Reply reply = ApiClient.send(api.request("/v1/chats").DELETE());

        assertProblem(reply, 405, "method_not_allowed");
        assertThat(reply.header("allow")).isEqualTo("GET, POST, OPTIONS");
    }

    @Test
    void aBodyMustBeJson() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonx")) {
            assertProblem(
                    ApiClient.send(post("/v1/signin", "{}").setHeader("Content-Type", type)),
                    415,
                    "unsupported_media_type");
        }
        HttpRequest.Builder untyped = api.request("/v1/signin").POST(BodyPublishers.ofString("{}"));
        assertProblem(ApiClient.send(untyped), 415, "unsupported_media_type");
        assertProblem(
                ApiClient.send(post("/v1/signin", "{}").setHeader("Content-Type", "Application/JSON; charset=utf-8")),
                400,
                "invalid_request");
    }

    @Test
    void malformedJsonIsLocated() {
        Reply reply = ApiClient.send(post("/v1/signin", "{\"username\": \"anna\",\n  oops}"));

        assertProblem(reply, 400, "invalid_request");
        assertThat(reply.detail()).isEqualTo("The body is not valid JSON: line 2, column 3");
        assertThat(ApiClient.send(post("/v1/signin", "")).detail()).isEqualTo("A JSON body is needed");
        assertThat(ApiClient.send(post("/v1/signin", "[1]")).detail()).isEqualTo("the body must be a JSON object");
        assertThat(ApiClient.send(post("/v1/signin", "{} {}")).detail()).contains("not one JSON value");
        assertThat(ApiClient.send(post("/v1/signin", "[".repeat(5_000))).detail())
                .contains("not valid JSON");
    }

    @Test
    void everyWrongFieldIsNamedWithItsRule() {
        Reply reply = api.call(
                "signUp",
                null,
                new JsonObject().put("username", "a b").put("password", "short").put("displayName", 7));

        assertProblem(reply, 400, "invalid_request");
        JsonArray violations = reply.body().getJsonArray("violations");
        assertThat(violations.stream().map(violation -> ((JsonObject) violation).getString("field")))
                .containsExactlyInAnyOrder("username", "password", "displayName");
        assertThat(reply.detail())
                .contains("'username' must be: 3 to 32 characters")
                .contains("'password' must have at least 8 characters")
                .contains("'displayName' must be a string");
    }

    @Test
    void missingFieldsAreNamed() {
        Reply reply = api.call("signIn", null, new JsonObject());

        assertProblem(reply, 400, "invalid_request");
        assertThat(reply.detail())
                .contains("'username' is missing")
                .contains("'password' is missing")
                .contains("'deviceName' is missing");
        assertThat(api.call("openChat", anna, new JsonObject()).detail())
                .isEqualTo("exactly one of 'peer', 'username' and 'members' is needed");
        assertThat(api.call(
                                "openChat",
                                anna,
                                new JsonObject().put("peer", anna.id()).put("username", "ben"))
                        .detail())
                .isEqualTo("exactly one of 'peer', 'username' and 'members' is needed");
    }

    @Test
    void parametersAreCheckedToo() {
        Map<String, String> chat = Map.of("chatId", anna.id());

        assertThat(api.call("getChat", anna, Map.of("chatId", "abc")).detail())
                .startsWith("'chatId' must be an id, such as");
        assertThat(api.call("findUser", anna).detail()).isEqualTo("'username' is missing");
        assertThat(api.call("findUser", anna, Map.of("username", "no spaces!")).detail())
                .startsWith("'username' must be: 3 to 32 characters");
        assertThat(api.call("listMessages", anna, with(chat, "limit", "0")).detail())
                .isEqualTo("'limit' must be at least 1");
        assertThat(api.call("listMessages", anna, with(chat, "limit", "201")).detail())
                .isEqualTo("'limit' must be at most 200");
        assertThat(api.call("listMessages", anna, with(chat, "limit", "many")).detail())
                .isEqualTo("'limit' must be a whole number");
        assertThat(api.call("listMessages", anna, with(chat, "before", "-1")).detail())
                .isEqualTo("'before' must be at least 1");
        assertThat(api.call("listMessages", anna, with(chat, "after", "9223372036854775808"))
                        .detail())
                .contains("'after'");
        assertThat(api.call("listMessages", anna, with(with(chat, "before", "5"), "after", "1"))
                        .detail())
                .contains("'before' can't be combined");
    }

    @Test
    void namesMustBePrintable() {
        JsonObject signUp =
                new JsonObject().put("username", ApiClient.freshName()).put("password", ApiClient.PASSWORD);

        assertThat(api.call("signUp", null, signUp.copy().put("displayName", "a\nb"))
                        .detail())
                .contains("'displayName' must not have line breaks");
        assertThat(api.call("signUp", null, signUp.copy().put("displayName", "   "))
                        .detail())
                .contains("'displayName' must not be blank");
        assertThat(api.call("signUp", null, signUp.copy().put("displayName", "x".repeat(65)))
                        .detail())
                .isEqualTo("'displayName' must have at most 64 characters");
    }

    @Test
    void everyInvalidRequestNamesItsFields() {
        JsonObject signUp = new JsonObject()
                .put("username", ApiClient.freshName())
                .put("password", ApiClient.PASSWORD)
                .put("displayName", "x");
        String chat = api.chat(anna, api.person());
        Map<String, String> inChat = Map.of("chatId", chat);
        JsonObject group = new JsonObject().put("clientId", "g").put("members", List.of("nobody!"));

        assertFields(api.call("signUp", null, signUp.copy().put("displayName", "   ")), "displayName");
        assertFields(api.call("signUp", null, signUp.copy().put("password", "x")), "password");
        assertFields(api.call("signIn", null, new JsonObject()), "username", "password", "deviceName");
        assertFields(
                api.call(
                        "changePassword",
                        anna,
                        new JsonObject().put("currentPassword", "x").put("newPassword", "x")),
                "newPassword");
        assertFields(api.call("findUser", anna, Map.of("username", "no spaces!")), "username");
        assertFields(api.call("openChat", anna, new JsonObject()), "peer", "username", "members");
        assertFields(api.call("openChat", anna, new JsonObject().put("peer", anna.id())), "peer");
        assertFields(api.call("openChat", anna, new JsonObject().put("username", anna.username())), "username");
        assertFields(
                api.call(
                        "openChat",
                        anna,
                        new JsonObject().put("peer", anna.id()).put("username", "ben")),
                "peer",
                "username");
        assertFields(
                api.call(
                        "openChat",
                        anna,
                        new JsonObject().put("peer", anna.id()).put("title", "Us")),
                "title");
        assertFields(api.call("openChat", anna, group), "members.0");
        assertFields(api.call("openChat", anna, group.copy().put("title", "\u202e")), "title");
        group.remove("clientId");
        assertFields(api.call("openChat", anna, group), "clientId");
        assertFields(api.call("lookUpUsers", anna, new JsonObject().put("users", List.of(anna.id(), "x"))), "users.1");
        assertFields(
                api.call("moveCursors", anna, new JsonObject().put("cursors", new JsonObject().put(chat, "x"))),
                "cursors." + chat);
        assertFields(
                api.call("moveCursors", anna, new JsonObject().put("cursors", new JsonObject().put("x", 1))),
                "cursors.x");
        assertFields(api.call("listMessages", anna, with(inChat, "limit", "0")), "limit");
        assertFields(
                api.call("listMessages", anna, with(with(inChat, "before", "5"), "after", "1")), "before", "after");
        assertFields(api.call("receiveEvents", anna, Map.of("wait", "31")), "wait");
        assertFields(api.call("receiveEvents", anna, Map.of("after", "AAAA")), "after");
        assertFields(api.call("receiveEvents", anna, Map.of("Last-Event-ID", "AAAA")), "Last-Event-ID");
        assertFields(
                ApiClient.send(post(
                                "/v1/chats/" + chat + "/messages",
                                "{\"clientId\":\"m\",\"content\":{\"kind\":\"message\",\"text\":\"\\ud83d\"}}")
                        .header("Authorization", "Bearer " + anna.accessToken())),
                "content.text");
        assertFields(ApiClient.send(post("/v1/signin", "{")), "");
    }

    @Test
    void anEmptyListOfMembersIsNone() {
        Reply opened = api.call(
                "openChat",
                anna,
                new JsonObject().put("peer", api.person().id()).put("members", new JsonArray()));

        assertThat(opened.status()).as("%s", opened).isEqualTo(201);
        assertThat(opened.text("kind")).isEqualTo("direct");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        String large = "{\"username\":\"" + "x".repeat(40_000) + "\"}";

        assertProblem(ApiClient.send(post("/v1/signin", large)), 413, "body_too_large");
    }

    @Test
    void theLongestTextPassesAndALongerOneDoesNot() {
        String chat = api.chat(anna, api.person());

        assertThat(api.say(anna, chat, "plain", "x".repeat(100_000)).status()).isEqualTo(201);
        assertThat(api.say(anna, chat, "birds", "🐦".repeat(100_000)).status()).isEqualTo(201);
        Reply long1 = api.say(anna, chat, "long", "x".repeat(100_001));
        assertProblem(long1, 413, "text_too_long");
        assertProblem(api.say(anna, chat, "long", "🐦".repeat(100_001)), 413, "text_too_long");
        Reply page = api.call("listMessages", anna, Map.of("chatId", chat));
        assertThat(Contents.textOf(page.body().getJsonArray("entries").getJsonObject(1)))
                .isEqualTo("🐦".repeat(100_000));
    }

    @Test
    void theLongestTextPassesHoweverItIsEscaped() {
        String chat = api.chat(anna, api.person());
        String escaped = "{\"clientId\":\"e\",\"content\":{\"kind\":\"message\",\"text\":\""
                + "\\ud83d\\udc26".repeat(100_000) + "\"}}";

        Reply reply = ApiClient.send(post("/v1/chats/" + chat + "/messages", escaped)
                .header("Authorization", "Bearer " + anna.accessToken()));

        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void aTextMustBeSomethingAndValidUnicode() {
        String chat = api.chat(anna, api.person());

        assertThat(api.say(anna, chat, "m", "").detail()).isEqualTo("'content.text' must not be empty");
        assertThat(api.say(anna, chat, "no blanks", "x").detail()).startsWith("'clientId' must be: ");
        Reply reply = ApiClient.send(post(
                        "/v1/chats/" + chat + "/messages",
                        "{\"clientId\":\"m\",\"content\":{\"kind\":\"message\",\"text\":\"\\ud83d\"}}")
                .header("Authorization", "Bearer " + anna.accessToken()));
        assertProblem(reply, 400, "invalid_request");
        assertThat(reply.detail()).contains("surrogate");
    }

    @Test
    void eachBadTokenIsToldApart() throws IOException {
        String header = base64(new JsonObject().put("alg", "none"));
        String payload = anna.accessToken().split("\\.", -1)[1];
        Path otherKey = directory.resolve("other.pem");
        SigningKeyFile.create(otherKey);
        String forged = tokens(otherKey, Clock.systemUTC()).issueAccess(annaAsPrincipal());
        Path key = Path.of(running.cluster.environment().get("ROOKERY_AUTH_SIGNING_KEY_FILE"));
        String expired = tokens(key, Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)))
                .issueAccess(annaAsPrincipal());

        assertRefused(null, "unauthenticated", "An access token is needed");
        assertRefused("Basic YW5uYTpwYXNzd29yZA==", "unauthenticated", "must be 'Bearer <token>'");
        assertRefused("Bearer nonsense", "unauthenticated", "not a token");
        assertRefused("Bearer " + forged, "unauthenticated", "signature of the token is wrong");
        assertRefused("Bearer " + header + "." + payload + ".", "unauthenticated", "must be signed with ES256");
        assertRefused("Bearer " + expired, "token_expired", "has expired; refresh it");
        assertRefused("Bearer " + anna.refreshToken(), "unauthenticated", "not the right kind of token");
        assertThat(ApiClient.send(me("bearer " + anna.accessToken())).status()).isEqualTo(200);
    }

    @Test
    void aStrangerIsRefusedBeforeTheBodyIsRead() {
        assertProblem(ApiClient.send(post("/v1/chats", "x".repeat(100_000))), 401, "unauthenticated");
    }

    @Test
    void onlyConfiguredOriginsMayReadAnswers() {
        Reply listed = ApiClient.send(me("Bearer " + anna.accessToken()).header("Origin", ApiNodes.ALLOWED_ORIGIN));
        Reply other = ApiClient.send(me("Bearer " + anna.accessToken()).header("Origin", "https://evil.example"));
        Reply preflight = ApiClient.send(api.request("/v1/chats")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", ApiNodes.ALLOWED_ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type"));

        assertThat(listed.header("access-control-allow-origin")).isEqualTo(ApiNodes.ALLOWED_ORIGIN);
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("access-control-allow-origin")).isEmpty();
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-headers")).contains("authorization", "content-type");
    }

    @Test
    void answersAreNotKeptOrSniffed() {
        Reply reply = ApiClient.send(me("Bearer " + anna.accessToken()));

        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("content-security-policy")).contains("default-src 'none'");
    }

    private void assertRefused(String authorization, String code, String because) {
        Reply reply = ApiClient.send(authorization == null ? api.request("/v1/me") : me(authorization));

        assertProblem(reply, 401, code);
        assertThat(reply.detail()).contains(because);
        assertThat(reply.header("www-authenticate"))
                .isEqualTo("Bearer error=\"invalid_token\", error_description=\"" + reply.detail() + "\"");
    }

    private static void assertFields(Reply reply, String... fields) {
        assertProblem(reply, 400, "invalid_request");
        assertThat(reply.body().getJsonArray("violations", new JsonArray()).stream()
                        .map(violation -> ((JsonObject) violation).getString("field")))
                .as("%s", reply)
                .containsExactlyInAnyOrder(fields);
    }

    private static void assertProblem(Reply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.body().getInteger("status")).isEqualTo(status);
        assertThat(reply.body().encode()).doesNotContain("Exception", "rookery.api", "schema");
    }

    private static HttpRequest.Builder post(String path, String body) {
        return api.request(path).POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json");
    }

    private static HttpRequest.Builder me(String authorization) {
        return api.request("/v1/me").header("Authorization", authorization);
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        Map<String, String> result = new java.util.LinkedHashMap<>(parameters);
        result.put(name, value);
        return result;
    }

    private static String base64(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toBuffer().getBytes());
    }

    private static Principal annaAsPrincipal() {
        return new Principal(UserId.parse(anna.id()), DeviceId.parse(anna.deviceId()));
    }

    private static Tokens tokens(Path key, Clock clock) {
        AuthConfig config = Engines.config(running.cluster.environment()).auth();
        return new Tokens(
                running.vertx, new TokenKeys(SigningKey.load("signingKeyFile", key), List.of()), config, clock);
    }
}
