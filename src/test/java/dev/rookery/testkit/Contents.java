package dev.rookery.testkit;

import io.vertx.core.json.JsonObject;

/** What entries say, as it stands in frames and pages. */
public final class Contents {
    private Contents() {}

    public static JsonObject message(String text) {
        return new JsonObject().put("kind", "message").put("text", text);
    }

    public static boolean isMessage(JsonObject entry) {
        return "message".equals(entry.getJsonObject("content").getString("kind"));
    }

    /** The text of an entry, or of a frame that sends one. */
    public static String textOf(JsonObject entry) {
        return entry.getJsonObject("content").getString("text");
    }
}
