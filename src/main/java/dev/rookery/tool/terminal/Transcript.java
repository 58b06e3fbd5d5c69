package dev.rookery.tool.terminal;

import dev.rookery.tool.terminal.ChatTranscript.Numbered;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a device was told in all of its chats, over however many connections: turns frames into lines to be printed, and says
 * which syncs to ask for. Messages are printed as {@link ChatTranscript} says; the answers to our own syncs, whose ids begin
 * with {@code connect-}, are not printed themselves. No network and no clock; one thread.
 */
final class Transcript {
    private static final String OURS = "connect-";
    private static final int MAX_CURSORS = 5_000;
    /** What is missing is often on its way: the ack of an own message, or one that overtook another. */
    private static final long GAP_PATIENCE = Duration.ofMillis(400).toNanos();

    private static final long MILLIS = 1_000_000;
    private static final long PAUSE_MS = 200;

    private final Map<String, ChatTranscript> chats = new LinkedHashMap<>();
    private final Map<String, Long> reported = new LinkedHashMap<>();
    /** To be asked for again. */
    private final Set<String> wanted = new LinkedHashSet<>();

    private boolean allWanted;
    private long notBefore;
    /** The chats of the sync under way. */
    private Set<String> asked = Set.of();

    private boolean allAsked;
    private @Nullable String running;
    private @Nullable String session;
    private String device = "";
    private int syncs;

    /** A new connection; answers with the first frame to send over it. */
    JsonObject welcome(JsonObject welcome) {
        device = welcome.getString("device", "");
        wanted.clear();
        JsonObject sync = syncAll();
        if (session != null) {
            sync.put("resume", session);
        }
        session = welcome.getString("session");
        return sync;
    }

    /**
     * Takes in any other frame of the server.
     *
     * @param now in nanoseconds
     * @return what to print
     */
    List<String> take(String text, JsonObject frame, long now) {
        boolean ours = frame.getString("id", "").startsWith(OURS);
        return switch (frame.getString("type", "")) {
            case "entry" ->
                chat(frame)
                        .live(
                                frame.getLong("seq"),
                                ChatTranscript.identity(frame),
                                text,
                                new Numbered(frame.getLong("epoch"), frame.getLong("committed")));
            case "committed" -> chat(frame).committed(new Numbered(frame.getLong("epoch"), frame.getLong("seq")));
            case "cleared" -> {
                List<String> lines = new ArrayList<>(List.of(text));
                lines.addAll(chat(frame).cleared(frame.getLong("through")));
                yield lines;
            }
            case "ack" -> acked(text, frame);
            case "chatOpened" -> opened(text, frame);
            case "chats" -> ours ? heads(frame) : List.of(text);
            case "entries" -> ours ? chat(frame).entries(frame) : List.of(text);
            case "synced" -> ours ? synced(frame, now) : List.of(text);
            case "error" -> ours ? failed(text, frame, now) : List.of(text);
            default -> List.of(text);
        };
    }

    /** The next sync to send over this connection, if there is a reason for one. */
    Optional<JsonObject> nextSync(long now) {
        if (running != null || now - notBefore < 0) {
            return Optional.empty();
        }
        chats.forEach((id, chat) -> {
            if (chat.hasGapFor(GAP_PATIENCE, now)) {
                wanted.add(id);
            }
        });
        if (allWanted || wanted.stream().anyMatch(id -> !chat(id).isKnown())) {
            return Optional.of(syncAll());
        }
        return wanted.isEmpty() ? Optional.empty() : Optional.of(syncWanted());
    }

    /** How far this device got, where it got further since the last call. */
    Map<String, Long> progress() {
        Map<String, Long> moved = new LinkedHashMap<>();
        chats.forEach((id, chat) -> {
            if (chat.isKnown() && chat.cursor() > reported.getOrDefault(id, 0L)) {
                moved.put(id, chat.cursor());
            }
        });
        reported.putAll(moved);
        return moved;
    }

    /** Only of a chat that is known. */
    long cursor(String chat) {
        return chat(chat).cursor();
    }

    /** Whether something was missing for long enough to be asked for. */
    boolean hasGap(String chat, long now) {
        return chat(chat).hasGapFor(GAP_PATIENCE, now);
    }

    private JsonObject syncAll() {
        allWanted = false;
        allAsked = true;
        wanted.clear();
        asked = Set.copyOf(chats.keySet());
        return sync();
    }

    private JsonObject syncWanted() {
        allAsked = false;
        asked = Set.copyOf(wanted);
        wanted.clear();
        return sync().put("only", true);
    }

    private JsonObject sync() {
        JsonObject cursors = new JsonObject();
        JsonObject versions = new JsonObject();
        asked.forEach(id -> {
            ChatTranscript chat = chat(id);
            chat.forgetAboveCursor();
            // Of those that are left out the server knows what we reported.
            if (chat.isKnown() && cursors.size() < MAX_CURSORS) {
                cursors.put(id, chat.cursor());
                if (chat.version() != null) {
                    versions.put(id, chat.version());
                }
            }
        });
        syncs++;
        running = OURS + syncs;
        return new JsonObject()
                .put("type", "sync")
                .put("id", running)
                .put("cursors", cursors)
                .put("versions", versions);
    }

    /** A message that this device sends, or sends again. */
    void sent(String chat, String clientId) {
        chat(chat).sent(ChatTranscript.identity(device, clientId));
    }

    /** A message that will not be in the log. */
    void refused(String chat, String clientId) {
        chat(chat).refused(ChatTranscript.identity(device, clientId));
    }

    private List<String> acked(String text, JsonObject frame) {
        List<String> lines = new ArrayList<>(List.of(text));
        long seq = frame.getLong("seq");
        String identity = ChatTranscript.identity(device, frame.getString("clientId"));
        // An ack says that everything up to it is durable.
        Numbered numbered = new Numbered(frame.getLong("epoch"), seq);
        lines.addAll(chat(frame).live(seq, identity, null, numbered));
        return lines;
    }

    private List<String> opened(String text, JsonObject frame) {
        chat(frame).beginAt(0);
        return List.of(text);
    }

    private List<String> heads(JsonObject frame) {
        List<String> lines = new ArrayList<>();
        frame.getJsonArray("chats").forEach(item -> {
            JsonObject head = (JsonObject) item;
            chat(head).head(head.getLong("committed"), head.getLong("cursor"), head.getString("version"));
            lines.addAll(chat(head).cleared(head.getLong("cleared", 0L)));
        });
        return lines;
    }

    private List<String> synced(JsonObject frame, long now) {
        List<String> lines = new ArrayList<>();
        if (!frame.getString("id").equals(running)) {
            return lines;
        }
        running = null;
        frame.getJsonArray("gone").forEach(id -> chats.remove((String) id));
        JsonArray again = frame.getJsonArray("again");
        again.forEach(id -> wanted.add((String) id));
        if (!again.isEmpty()) {
            notBefore = now + PAUSE_MS * MILLIS;
        }
        chats.forEach((id, chat) -> {
            if ((allAsked || asked.contains(id)) && !again.contains(id)) {
                lines.addAll(chat.complete());
            }
        });
        return lines;
    }

    private List<String> failed(String text, JsonObject error, long now) {
        if (!error.getString("id").equals(running)) {
            return List.of();
        }
        running = null;
        if (!error.getBoolean("retryable")) {
            return List.of(text);
        }
        notBefore = now + error.getLong("retryAfterMs", PAUSE_MS) * MILLIS;
        if (allAsked) {
            allWanted = true;
        } else {
            wanted.addAll(asked);
        }
        return List.of();
    }

    private ChatTranscript chat(JsonObject frame) {
        return chat(frame.getString("chat"));
    }

    private ChatTranscript chat(String id) {
        return chats.computeIfAbsent(id, unseen -> new ChatTranscript());
    }
}
