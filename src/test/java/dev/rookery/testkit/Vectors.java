package dev.rookery.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The stories of {@code docs/vectors}, told to a client of ours. */
public final class Vectors {
    private static final Path DIRECTORY = Path.of("docs/vectors");

    private Vectors() {}

    /** A client in the state that a story begins with. */
    public interface Client {
        void receive(JsonObject frame);

        /** Answers with the id of the sync, and the cursor that it names. */
        Sync sync();

        /** Sends a message; only called if {@link #sends}. */
        default void send(JsonObject message) {
            throw new UnsupportedOperationException("this client does not send");
        }

        default boolean sends() {
            return true;
        }

        /** The client is to be in that state; it compares what it has of it. */
        void expect(JsonObject state);
    }

    public record Sync(String id, long cursor) {}

    public static Map<String, JsonObject> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            Map<String, JsonObject> all = new TreeMap<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                all.put(file.getFileName().toString(), new JsonObject(Files.readString(file)));
            }
            assertThat(all).hasSizeGreaterThan(20);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A test for each story that the client can play. */
    public static Stream<DynamicTest> tests(Function<JsonObject, Client> clients) {
        return all().entrySet().stream()
                .filter(story -> clients.apply(given(story.getValue())).sends() || !sends(story.getValue()))
                .map(story -> DynamicTest.dynamicTest(
                        story.getKey(), () -> tell(story.getValue(), clients.apply(given(story.getValue())))));
    }

    private static JsonObject given(JsonObject story) {
        return story.getJsonObject("given");
    }

    private static boolean sends(JsonObject story) {
        return steps(story).stream().anyMatch(step -> step.containsKey("send"));
    }

    private static List<JsonObject> steps(JsonObject story) {
        return story.getJsonArray("steps").stream().map(JsonObject.class::cast).toList();
    }

    private static void tell(JsonObject story, Client client) {
        String id = "none";
        for (JsonObject step : steps(story)) {
            if (step.containsKey("receive")) {
                JsonObject frame = step.getJsonObject("receive").copy();
                client.receive(frame.containsKey("id") ? frame.put("id", id) : frame);
            } else if (step.containsKey("send")) {
                client.send(step.getJsonObject("send"));
            } else if (step.containsKey("sync")) {
                Sync sync = client.sync();
                id = sync.id();
                assertThat(sync.cursor()).isEqualTo(step.getJsonObject("sync").getLong("cursor"));
            } else {
                client.expect(step.getJsonObject("expect"));
            }
        }
    }

    /** The frames by which a client learns what a story begins with, in answer to a sync with this id. */
    public static List<JsonObject> beginning(JsonObject given, String id) {
        String chat = given.getString("chat");
        long cursor = given.getLong("cursor");
        JsonObject head = new JsonObject()
                .put("chat", chat)
                .put("kind", "direct")
                .put("members", new JsonArray())
                .put("committed", cursor);
        return List.of(
                new JsonObject().put("type", "chats").put("id", id).put("chats", new JsonArray().add(head)),
                new JsonObject()
                        .put("type", "entries")
                        .put("id", id)
                        .put("chat", chat)
                        .put("after", 0L)
                        .put("upTo", cursor)
                        .put("committed", cursor)
                        .put("more", false)
                        .put("entries", given.getJsonArray("entries")),
                new JsonObject()
                        .put("type", "synced")
                        .put("id", id)
                        .put("chats", 1)
                        .put("gone", new JsonArray())
                        .put("again", new JsonArray()));
    }

    /** Of those that are messages. */
    public static List<String> names(List<JsonObject> entries) {
        return entries.stream()
                .filter(Contents::isMessage)
                .map(message -> message.getString("clientId"))
                .toList();
    }

    public static List<String> names(JsonObject state, String field) {
        return state.getJsonArray(field).stream().map(String.class::cast).toList();
    }
}
