package dev.rookery.torture;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The chats of one guest as it holds them. On the loop of the swarm. */
final class Views {
    private final Map<String, View> views = new LinkedHashMap<>();
    /** Whether there may be a gap: everybody is asked many times a second. */
    private boolean doubtful;

    void join(String chat) {
        views.put(chat, new View());
    }

    List<String> chats() {
        return List.copyOf(views.keySet());
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

    void entries(JsonObject frame) {
        View view = views.get(frame.getString("chat"));
        if (view != null) {
            view.entries(frame.getLong("after"), frame.getLong("upTo"), Row.all(frame.getJsonArray("messages")));
            doubtful = true;
        }
    }

    boolean haveGap() {
        doubtful = doubtful && views.values().stream().anyMatch(View::hasGap);
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

    Map<String, List<Row>> settled() {
        Map<String, List<Row>> settled = new TreeMap<>();
        views.forEach((chat, view) -> settled.put(chat, view.settled()));
        return settled;
    }
}
