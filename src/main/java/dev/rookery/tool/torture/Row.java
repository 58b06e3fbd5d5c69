package dev.rookery.tool.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** One entry as it stands in a log or in a client's view of it. */
record Row(long seq, String sender, String device, String clientId, String text) {
    /** What may stand in a log only once. */
    String identity() {
        return sender + "/" + device + "/" + clientId;
    }

    /** An entry as nodes write it, in frames and in pages. */
    static Row of(JsonObject entry) {
        return new Row(
                entry.getLong("seq"),
                entry.getString("author"),
                entry.getString("device"),
                entry.getString("clientId"),
                text(entry));
    }

    /** What is no message has no text. */
    private static String text(JsonObject entry) {
        JsonObject content = entry.getJsonObject("content");
        return "message".equals(content.getString("kind")) ? content.getString("text") : "";
    }

    static List<Row> all(JsonArray entries) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            rows.add(of(entries.getJsonObject(i)));
        }
        return rows;
    }
}
