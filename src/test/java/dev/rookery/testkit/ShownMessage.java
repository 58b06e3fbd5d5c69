package dev.rookery.testkit;

import io.vertx.core.json.JsonObject;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A message and what became of it, after the rules of docs/client.md. */
final class ShownMessage {
    private final String clientId;
    private final TreeMap<String, Integer> reactions = new TreeMap<>();
    private long asOf;
    private @Nullable String text;
    private boolean deleted;

    ShownMessage(JsonObject entry) {
        clientId = entry.getString("clientId");
        text = Contents.textOf(entry);
        JsonObject state = entry.getJsonObject("state", new JsonObject());
        asOf = state.getLong("asOf", 0L);
        deleted = state.containsKey("deleted");
        if (state.containsKey("edited")) {
            text = state.getJsonObject("edited").getString("text");
        }
        if (state.containsKey("reactions")) {
            state.getJsonArray("reactions").forEach(each -> {
                JsonObject reaction = (JsonObject) each;
                reactions.put(reaction.getString("emoji"), reaction.getInteger("count"));
            });
        }
    }

    static boolean isMessage(JsonObject entry) {
        return Contents.isMessage(entry)
                || "removed".equals(entry.getJsonObject("content").getString("kind"));
    }

    String clientId() {
        return clientId;
    }

    void apply(long seq, JsonObject entry) {
        if (seq <= asOf) {
            return;
        }
        asOf = seq;
        if (deleted) {
            return;
        }
        JsonObject change = entry.getJsonObject("content");
        switch (change.getString("kind")) {
            case "edited" -> text = change.getString("text");
            case "deleted" -> {
                deleted = true;
                reactions.clear();
            }
            case "reacted" -> {
                int count = reactions.merge(change.getString("emoji"), change.getBoolean("on") ? 1 : -1, Integer::sum);
                if (count <= 0) {
                    reactions.remove(change.getString("emoji"));
                }
            }
            default -> {}
        }
    }

    JsonObject look() {
        if (deleted) {
            return new JsonObject().put("deleted", true);
        }
        JsonObject look = new JsonObject().put("text", text);
        if (!reactions.isEmpty()) {
            JsonObject counts = new JsonObject();
            reactions.forEach(counts::put);
            look.put("reactions", counts);
        }
        return look;
    }
}
