package dev.rookery.tool.torture;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** The chats of one guest as it holds them. On the loop of the swarm. */
final class Views {
    private final Map<String, View> views = new LinkedHashMap<>();
    /** Of their heads. */
    private final Map<String, String> versions = new LinkedHashMap<>();
    /** Whether there may be a gap: everybody is asked many times a second. */
    private boolean doubtful;

    void join(String chat) {
        views.put(chat, new View());
    }

    List<String> chats() {
        return List.copyOf(views.keySet());
    }

    long cursor(String chat) {
        View view = views.get(chat);
        return view == null ? 0 : view.cursor();
    }

    void message(JsonObject frame) {
        View view = views.get(frame.getString("chat"));
        if (view != null) {
            view.live(Row.of(frame), frame.getLong("committed"), frame.getLong("epoch"));
            doubtful = true;
        }
    }

    /** One of our own, acknowledged. */
    void own(String chat, Row row, long epoch) {
        View view = views.get(chat);
        if (view != null) {
            view.live(row, row.seq(), epoch);
            doubtful = true;
        }
    }

    void heads(JsonObject frame) {
        frame.getJsonArray("chats").forEach(item -> {
            JsonObject head = (JsonObject) item;
            versions.put(head.getString("chat"), head.getString("version"));
        });
    }

    void entries(JsonObject frame) {
        View view = views.get(frame.getString("chat"));
        if (view != null) {
            view.entries(frame.getLong("after"), frame.getLong("upTo"), Row.all(frame.getJsonArray("entries")));
            doubtful = true;
        }
    }

    void committed(JsonObject frame) {
        View view = views.get(frame.getString("chat"));
        if (view != null) {
            view.committed(frame.getLong("seq"), frame.getLong("epoch"));
            doubtful = true;
        }
    }

    void cleared(String chat, long through) {
        View view = views.get(chat);
        if (view != null) {
            view.cleared(through);
            doubtful = true;
        }
    }

    /** Looks for gaps again, though nothing came. */
    void doubt() {
        doubtful = true;
    }

    /** @param unanswered how many own messages of a chat have no ack */
    boolean haveGap(ToIntFunction<String> unanswered) {
        doubtful = doubtful
                && views.entrySet().stream()
                        .anyMatch(chat -> chat.getValue().hasGap(unanswered.applyAsInt(chat.getKey())));
        return doubtful;
    }

    /** Where a sync that begins now goes on from; it brings everything above again. */
    JsonObject cursors() {
        JsonObject cursors = new JsonObject();
        views.forEach((chat, view) -> {
            view.forgetAboveCursor();
            cursors.put(chat, view.cursor());
        });
        return cursors;
    }

    JsonObject versions() {
        JsonObject known = new JsonObject();
        versions.forEach(known::put);
        return known;
    }

    Map<String, List<Row>> settled() {
        Map<String, List<Row>> settled = new TreeMap<>();
        views.forEach((chat, view) -> settled.put(chat, view.settled()));
        return settled;
    }
}
