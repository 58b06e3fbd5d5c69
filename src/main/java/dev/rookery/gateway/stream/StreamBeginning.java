package dev.rookery.gateway.stream;

import dev.rookery.domain.ChatId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * The first frames of a session over long polls: its welcome and its sync. They make one answer, and a client that says
 * where it is gets them only with something that is new to it: else every poll that begins a session would be answered
 * at once, and such a client would ask in a tight loop.
 */
final class StreamBeginning {
    private final Set<ChatId> named;
    private boolean syncing = true;
    private boolean news;

    /**
     * @param fresh whether the client begins here, so that everything is new to it
     * @param named chats of which it says how far it got
     */
    StreamBeginning(boolean fresh, Set<ChatId> named) {
        this.news = fresh;
        this.named = Set.copyOf(named);
    }

    /** Takes note of a frame that was queued. */
    void written(JsonObject frame) {
        switch (String.valueOf(frame.getString("type"))) {
            case "welcome", "people" -> {}
            case "chats" -> news |= frame.getJsonArray("chats").stream().anyMatch(this::isNew);
            case "synced" -> {
                syncing = false;
                news |= !isEmpty(frame, "again") || !isEmpty(frame, "gone");
            }
            case "error" -> {
                syncing = false;
                news = true;
            }
            default -> news = true;
        }
    }

    /** Neither the client nor the device's stored cursors know it. */
    private boolean isNew(Object head) {
        JsonObject chat = (JsonObject) head;
        return !chat.containsKey("cursor") && !named.contains(ChatId.parse(chat.getString("chat")));
    }

    private static boolean isEmpty(JsonObject frame, String list) {
        return frame.getJsonArray(list, new JsonArray()).isEmpty();
    }

    boolean isSyncing() {
        return syncing;
    }

    boolean hasNews() {
        return news;
    }
}
