package dev.rookery.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rookery.api.ApiClient.Person;
import dev.rookery.api.ApiNodes.Running;
import dev.rookery.api.StrictContract.Reply;
import dev.rookery.testkit.EventStreamClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Parameter;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Event streams and long polls are what the contract says, frame by frame. */
@ExtendWith(ApiNodes.class)
class EventsContractIT {
    private static final String OPERATION = "receiveEvents";
    private static final Set<String> TYPES = Set.of(
            "welcome",
            "people",
            "chats",
            "entries",
            "synced",
            "entry",
            "committed",
            "cleared",
            "receipts",
            "chatOpened");

    private static Running nodes;
    private static ApiClient one;
    private static ApiClient two;

    @BeforeAll
    static void start(Running running) {
        nodes = running;
        one = running.client(0);
        two = running.client(1);
    }

    @Test
    void aPollAnswersWithFramesOfTheContract() {
        Person anna = one.person();
        Person ben = two.person();
        String chat = missedBy(anna, ben);
        Set<String> seen = new HashSet<>();
        Map<String, String> poll = Map.of("wait", "10");
        while (!seen.equals(TYPES)) {
            JsonObject answer =
                    ApiClient.expect(200, one.call(OPERATION, anna, poll)).body();
            boolean first = seen.isEmpty();
            seen.addAll(types(answer.getJsonArray("events")));
            poll = Map.of("wait", "10", "after", answer.getString("next"));
            if (first) {
                happenLive(ben, chat, anna);
            }
        }
    }

    @Test
    void aStreamBringsFramesOfTheContract() {
        Person anna = one.person();
        Person ben = two.person();
        String chat = missedBy(anna, ben);
        Set<String> seen = new HashSet<>();
        try (EventStreamClient stream = EventStreamClient.open(nodes.cluster.http(1), anna.accessToken(), "")) {
            while (!seen.equals(TYPES)) {
                boolean first = seen.isEmpty();
                JsonArray event = new JsonArray().add(stream.next());
                JsonObject asAnswer = new JsonObject().put("events", event).put("next", stream.lastEventId());
                nodes.contract.check(
                        OPERATION,
                        new Reply(200, "application/json", HttpHeaders.of(Map.of(), (a, b) -> true), asAnswer));
                seen.addAll(types(event));
                if (first) {
                    happenLive(ben, chat, anna);
                }
            }
        }
        assertThat(nodes.contract
                        .contract()
                        .operation(OPERATION)
                        .getResponse(200)
                        .getContent())
                .as("its media types, text/plain for text/event-stream")
                .containsOnlyKeys("application/json", "text/plain");
    }

    @Test
    void parametersAreTakenWithinTheBoundsOfTheContract() {
        Person anna = one.person();
        JsonObject wait = schema("wait");
        String longest = "A".repeat(schema("after").getInteger("maxLength") + 1);
        assertThat(wait.getInteger("default")).isBetween(wait.getInteger("minimum"), wait.getInteger("maximum"));
        for (int seconds : new int[] {wait.getInteger("minimum"), wait.getInteger("maximum")}) {
            // A new session has something to say, so it need not wait for it.
            ApiClient.expect(200, one.call(OPERATION, anna, Map.of("wait", Integer.toString(seconds))));
        }
        for (int seconds : new int[] {wait.getInteger("minimum") - 1, wait.getInteger("maximum") + 1}) {
            refused(400, "invalid_request", one.call(OPERATION, anna, Map.of("wait", Integer.toString(seconds))));
        }
        refused(400, "invalid_request", one.call(OPERATION, anna, Map.of("wait", "long")));
        refused(400, "invalid_request", one.call(OPERATION, anna, Map.of("after", "AAAA")));
        refused(400, "invalid_request", one.call(OPERATION, anna, Map.of("after", longest)));
        refused(400, "invalid_request", one.call(OPERATION, anna, Map.of("Last-Event-ID", "AAAA")));
    }

    @Test
    void theHeaderGoesBeforeTheQuery() {
        Person anna = one.person();
        String place = one.call(OPERATION, anna, Map.of("wait", "0")).text("next");
        Map<String, String> both = new LinkedHashMap<>(Map.of("wait", "0", "after", "AAAA"));
        both.put("Last-Event-ID", place);
        ApiClient.expect(200, one.call(OPERATION, anna, both));
    }

    @Test
    void whoMayNotOrAsksWronglyIsToldSo() {
        refused(401, "unauthenticated", one.call(OPERATION, null));
        Reply posted = ApiClient.send(one.request("/v1/events").POST(BodyPublishers.noBody()));
        refused(405, "method_not_allowed", posted);
        assertThat(posted.header("allow")).isEqualTo("GET, OPTIONS");
    }

    /** Something that a sync brings. */
    private static String missedBy(Person anna, Person ben) {
        String chat = two.chat(ben, anna);
        ApiClient.expect(201, two.say(ben, chat, "missed", "You were away"));
        return chat;
    }

    private static void happenLive(Person ben, String chat, Person anna) {
        ApiClient.expect(201, one.say(ben, chat, "live", "You are back"));
        JsonObject group = new JsonObject().put("clientId", "group").put("title", "Both of us");
        ApiClient.expect(201, one.call("openChat", ben, group.put("members", new JsonArray().add(anna.id()))));
        ApiClient.expect(200, one.call("clearHistory", anna, Map.of("chatId", chat)));
    }

    private static List<String> types(JsonArray events) {
        return events.stream()
                .map(event -> ((JsonObject) event).getString("type"))
                .toList();
    }

    private static JsonObject schema(String parameter) {
        return nodes.contract.contract().operation(OPERATION).getParameters().stream()
                .filter(known -> known.getName().equals(parameter))
                .map(Parameter::getOpenAPIModel)
                .findFirst()
                .orElseThrow()
                .getJsonObject("schema");
    }

    private static void refused(int status, String code, Reply reply) {
        assertThat(reply.status()).as("%s", reply).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
    }
}
