package dev.rookery.tool.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.testkit.Contents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which lines come out of which frames. */
class TranscriptTest {
    private static final long LATER = 1_000_000_000;
    private final Transcript transcript = new Transcript();
    private final List<String> printed = new ArrayList<>();
    private long now = 5_000_000_000L;

    @Test
    void aMessageThatComesLiveAndByASyncIsPrintedOnce() {
        connect("one");
        synced(entries(0, 2, false, "a1", "a2"));
        take(message(3, "a3", 2));
        take(message(3, "a3", 2));

        JsonObject sync = connect("two");

        assertThat(sync.getString("resume")).isEqualTo("one");
        assertThat(sync.getJsonObject("cursors").getMap()).isEqualTo(Map.of("c", 2L));
        take(message(5, "a5", 4));
        synced(entries(2, 5, false, "a3", "a4", "a5"));
        assertThat(printed).containsExactly("1 a1", "2 a2", "3 a3", "4 a4", "5 a5");
        assertThat(transcript.progress()).isEqualTo(Map.of("c", 5L));
        assertThat(transcript.progress()).isEmpty();
    }

    @Test
    void whatTakesThePlaceOfALostMessageIsPrintedToo() {
        connect("one");
        synced(entries(0, 0, false));
        take(message(1, "lost", 0));
        take(message(2, "kept", 0));

        connect("two");
        synced(entries(0, 2, false, "another", "kept"));

        assertThat(printed).containsExactly("1 lost", "2 kept", "1 another");
    }

    @Test
    void whatALostOwnerNumberedIsNotTakenForDurableWhenTheNextOneSpeaks() {
        connect("one");
        synced(entries(0, 0, false));
        take(message(1, "kept", 0));
        take(message(2, "lost", 1));

        take(message(3, "next", 2, 2));
        assertThat(transcript.progress()).isEqualTo(Map.of("c", 1L));
        take(message(2, "another", 2, 2));
        take(message(2, "too late", 2));

        assertThat(printed).containsExactly("1 kept", "2 lost", "2 another", "3 next");
        assertThat(transcript.progress()).isEqualTo(Map.of("c", 2L));
    }

    @Test
    void whatComesAboveAGapWaitsAndIsAskedForAfterAWhile() {
        connect("one");
        synced(entries(0, 1, false, "a1"));
        take(message(3, "a3", 2));
        assertThat(printed).containsExactly("1 a1");
        assertThat(transcript.nextSync(now)).isEmpty();

        JsonObject sync = transcript.nextSync(now + LATER).orElseThrow();

        assertThat(sync.getBoolean("only")).isTrue();
        assertThat(sync.getJsonObject("cursors").getMap()).isEqualTo(Map.of("c", 1L));
        assertThat(transcript.nextSync(now + 2 * LATER)).as("one at a time").isEmpty();
        answer(sync, entries(1, 3, false, "a2", "a3"), ended());
        assertThat(printed).containsExactly("1 a1", "2 a2", "3 a3");
        assertThat(transcript.nextSync(now + 3 * LATER)).isEmpty();
    }

    @Test
    void anOwnMessageIsNoGapAndItsAckIsPrinted() {
        connect("one");
        synced(entries(0, 0, false));
        take(message(2, "theirs", 0));
        take(new JsonObject()
                .put("type", "ack")
                .put("chat", "c")
                .put("clientId", "mine")
                .put("epoch", 1)
                .put("seq", 1));
        assertThat(printed).containsExactly("ack mine", "2 theirs");

        connect("two");
        take(new JsonObject()
                .put("type", "ack")
                .put("chat", "c")
                .put("clientId", "mine too")
                .put("epoch", 1)
                .put("seq", 4));
        JsonObject entries = entries(1, 4, false, "theirs", "theirs too", "mine too");
        entries.getJsonArray("entries")
                .getJsonObject(2)
                .put("device", "my device")
                .put("clientId", "mine too");
        synced(entries);
        assertThat(printed).containsExactly("ack mine", "2 theirs", "ack mine too", "3 theirs too");
    }

    @Test
    void whatASyncCouldNotBringIsAskedForAgain() {
        JsonObject first = connect("one");
        JsonObject head = new JsonObject().put("chat", "c").put("committed", 4).put("cursor", 1);
        answer(
                first,
                new JsonObject().put("type", "chats").put("chats", new JsonArray().add(head)),
                entries(1, 2, true, "a2"),
                ended().put("again", new JsonArray().add("c")));
        JsonObject second = transcript.nextSync(now + LATER).orElseThrow();
        assertThat(second.getJsonObject("cursors").getMap()).isEqualTo(Map.of("c", 2L));
        answer(
                second,
                new JsonObject().put("type", "error").put("retryable", true).put("retryAfterMs", 2_000));
        assertThat(transcript.nextSync(now + LATER)).isEmpty();
        JsonObject third = transcript.nextSync(now + 3 * LATER).orElseThrow();
        answer(third, entries(2, 4, false, "a3", "a4"), ended());

        assertThat(printed).containsExactly("2 a2", "3 a3", "4 a4");
        assertThat(transcript.nextSync(now + 4 * LATER)).isEmpty();
    }

    @Test
    void answersToWhatWasTypedArePrintedAsTheyAre() {
        connect("one");
        JsonObject typed = ended().put("id", "typed by hand");
        take(typed);
        assertThat(printed).containsExactly("synced");
    }

    @CanIgnoreReturnValue
    private JsonObject connect(String session) {
        JsonObject sync = transcript.welcome(new JsonObject()
                .put("type", "welcome")
                .put("device", "my device")
                .put("session", session));
        running = sync;
        return sync;
    }

    private JsonObject running = new JsonObject();

    private void synced(JsonObject entries) {
        answer(running, entries, ended());
    }

    private void answer(JsonObject sync, JsonObject... frames) {
        for (JsonObject frame : frames) {
            take(frame.put("id", sync.getString("id")));
        }
    }

    private void take(JsonObject frame) {
        now++;
        transcript.take(frame.encode(), frame, now).forEach(line -> printed.add(brief(new JsonObject(line))));
    }

    private static String brief(JsonObject line) {
        return switch (line.getString("type")) {
            case "entry" -> line.getLong("seq") + " " + Contents.textOf(line);
            case "ack" -> "ack " + line.getString("clientId");
            default -> line.getString("type");
        };
    }

    private static JsonObject ended() {
        return new JsonObject()
                .put("type", "synced")
                .put("gone", new JsonArray())
                .put("again", new JsonArray());
    }

    private static JsonObject entries(long after, long upTo, boolean more, String... texts) {
        JsonArray messages = new JsonArray();
        LongStream.range(0, texts.length)
                .forEach(i -> messages.add(entry(upTo - texts.length + 1 + i, texts[(int) i])));
        return new JsonObject()
                .put("type", "entries")
                .put("chat", "c")
                .put("after", after)
                .put("upTo", upTo)
                .put("committed", upTo)
                .put("more", more)
                .put("entries", messages);
    }

    private static JsonObject message(long seq, String text, long committed) {
        return message(seq, text, committed, 1);
    }

    private static JsonObject message(long seq, String text, long committed, long epoch) {
        return new JsonObject()
                .put("type", "entry")
                .put("chat", "c")
                .mergeIn(entry(seq, text))
                .put("committed", committed)
                .put("epoch", epoch);
    }

    private static JsonObject entry(long seq, String text) {
        return new JsonObject()
                .put("seq", seq)
                .put("device", "their device")
                .put("clientId", "id of " + text)
                .put("content", Contents.message(text));
    }
}
