package dev.rookery.tool.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** One message as it stands in a log or in a client's view of it. */
record Row(long seq, String sender, String device, String clientId, String text) {
    /** What may stand in a log only once. */
    String identity() {
        return sender + "/" + device + "/" + clientId;
    }

    /** A message as nodes write it, in frames and in pages. */
    static Row of(JsonObject message) {
        return new Row(
                message.getLong("seq"),
                message.getString("sender"),
                message.getString("device"),
                message.getString("clientId"),
                message.getString("text"));
    }

    static List<Row> all(JsonArray messages) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            rows.add(of(messages.getJsonObject(i)));
        }
        return rows;
    }
}
