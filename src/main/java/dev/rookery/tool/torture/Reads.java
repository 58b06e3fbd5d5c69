package dev.rookery.tool.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one guest said to have read, and what it was told is unread. Says it again where a sync shows that it was lost, as
 * docs/client.md asks for. On the loop of the swarm.
 */
final class Reads {
    private static final long AGAIN = 2_000_000_000L;

    private final String me;
    private final Map<String, Chat> chats = new TreeMap<>();
    private long askedAt = System.nanoTime();

    private static final class Chat {
        private long said;
        private long read;
        private long unread = Unread.NEVER_TOLD;
    }

    /** @param me the user's id */
    Reads(String me) {
        this.me = me;
    }

    /** @return the frame to send; nobody waits for it */
    JsonObject say(String chat, long seq) {
        Chat one = chat(chat);
        one.said = Math.max(one.said, seq);
        return new JsonObject().put("type", "read").put("chat", chat).put("seq", seq);
    }

    /**
     * Takes in heads of a sync.
     *
     * @return what has to be said again, so that it is answered
     */
    List<JsonObject> heads(JsonArray heads) {
        List<JsonObject> again = new ArrayList<>();
        heads.forEach(item -> {
            JsonObject head = (JsonObject) item;
            String id = head.getString("chat", head.getString("id"));
            Chat chat = chat(id);
            chat.read = Math.max(chat.read, head.getLong("read"));
            chat.unread = head.getLong("unread");
            if (chat.read < chat.said) {
                again.add(say(id, chat.said).put("id", "read"));
            }
        });
        return again;
    }

    /** A message of the user is acknowledged: it has been read up to there. */
    void wrote(String chat, long seq) {
        chat(chat).read = Math.max(chat(chat).read, seq);
    }

    /** What nobody answered yet, from time to time. */
    List<JsonObject> overdue(long now) {
        if (areKnown() || now - askedAt < AGAIN) {
            return List.of();
        }
        askedAt = now;
        return chats.entrySet().stream()
                .filter(chat -> chat.getValue().read < chat.getValue().said)
                .map(chat -> say(chat.getKey(), chat.getValue().said).put("id", "read"))
                .toList();
    }

    /** A frame {@code receipts}. */
    void receipts(JsonObject frame) {
        Long unread = frame.getLong("unread");
        if (unread == null) {
            return;
        }
        Chat chat = chat(frame.getString("chat"));
        chat.unread = unread;
        frame.getJsonArray("marks").stream()
                .map(item -> (JsonObject) item)
                .filter(mark -> mark.getString("user").equals(me))
                .forEach(mark -> chat.read = Math.max(chat.read, mark.getLong("read")));
    }

    /** Whether the cluster knows everything that was said. */
    boolean areKnown() {
        return chats.values().stream().allMatch(chat -> chat.read >= chat.said);
    }

    /** By chat. */
    Map<String, Unread> unread() {
        Map<String, Unread> unread = new TreeMap<>();
        chats.forEach((id, chat) -> unread.put(id, new Unread(me, chat.said, chat.unread)));
        return unread;
    }

    private Chat chat(String id) {
        return chats.computeIfAbsent(id, unseen -> new Chat());
    }
}
