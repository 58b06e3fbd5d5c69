package dev.rookery.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client keeps, after the rules of docs/client.md and nothing else: no clock, no network, no order that it could
 * rely on. Frames go in, the view of each chat comes out.
 */
public final class ClientSync {
    private final Map<String, View> views = new HashMap<>();

    /** One chat as the client sees it. */
    private static final class View {
        /** Everything the client was given for good, and where that begins and ends. */
        private final TreeMap<Long, JsonObject> finals = new TreeMap<>();

        private @Nullable Long from;
        /** Of its head. */
        private @Nullable String version;

        private long upTo;
        /** Came live, above upTo. */
        private final TreeMap<Long, JsonObject> live = new TreeMap<>();

        /** As told by the newest epoch that anything came from. */
        private long committed;

        private long epoch;
        /** Own messages by their clientId. */
        private final Map<String, JsonObject> unanswered = new HashMap<>();
    }

    /** A sync of all chats; from here on only what comes now counts above the cursors. */
    public JsonObject sync(String id) {
        JsonObject cursors = new JsonObject();
        views.forEach((chat, view) -> {
            if (view.from != null) {
                cursors.put(chat, begin(view));
            }
        });
        JsonObject versions = new JsonObject();
        views.forEach((chat, view) -> {
            if (view.version != null) {
                versions.put(chat, view.version);
            }
        });
        return new JsonObject()
                .put("type", "sync")
                .put("id", id)
                .put("cursors", cursors)
                .put("versions", versions);
    }

    /** A sync of one chat alone, to fill a gap. */
    public JsonObject backfill(String id, String chat) {
        View view = view(chat);
        JsonObject cursors = new JsonObject().put(chat, begin(view));
        return new JsonObject()
                .put("type", "sync")
                .put("id", id)
                .put("only", true)
                .put("cursors", cursors);
    }

    private static long begin(View view) {
        advance(view);
        view.live.clear();
        return view.upTo;
    }

    /** Makes final what is committed and without a gap. */
    private static void advance(View view) {
        while (view.upTo < view.committed && view.live.containsKey(view.upTo + 1)) {
            view.upTo++;
            view.finals.put(view.upTo, view.live.remove(view.upTo));
        }
    }

    /** Takes in any frame of the server. */
    public void accept(JsonObject frame) {
        switch (frame.getString("type")) {
            case "entry" -> entry(frame);
            case "entries" -> entries(frame);
            case "chats" ->
                frame.getJsonArray("chats").forEach(head -> {
                    View view = view(((JsonObject) head).getString("chat"));
                    view.version = ((JsonObject) head).getString("version");
                    clear(view, ((JsonObject) head).getLong("cleared", 0L));
                    if (view.from == null && ((JsonObject) head).getLong("committed") == 0) {
                        view.from = 0L;
                    }
                });
            case "committed" -> {
                View view = view(frame.getString("chat"));
                if (isCurrent(view, frame)) {
                    view.committed = Math.max(view.committed, frame.getLong("seq"));
                    advance(view);
                }
            }
            case "cleared" -> clear(view(frame.getString("chat")), frame.getLong("through"));
            case "ack" -> acked(frame);
            case "error" -> views.values().forEach(view -> view.unanswered.remove(frame.getString("clientId", "")));
            case "chatOpened" -> view(frame.getString("chat")).from = 0L;
            case "synced" -> frame.getJsonArray("gone").forEach(views::remove);
            default -> {}
        }
    }

    private void entry(JsonObject frame) {
        View view = view(frame.getString("chat"));
        if (!isCurrent(view, frame)) {
            return;
        }
        view.unanswered.remove(frame.getString("clientId"));
        view.committed = Math.max(view.committed, frame.getLong("committed"));
        long seq = frame.getLong("seq");
        if (seq > view.upTo) {
            view.live.put(seq, frame);
        }
    }

    /** Believes the newest epoch. */
    private static boolean isCurrent(View view, JsonObject frame) {
        long epoch = frame.getLong("epoch");
        if (epoch > view.epoch) {
            view.epoch = epoch;
            advance(view);
            view.live.clear();
        }
        return epoch == view.epoch;
    }

    /** A message that this client sends; its seq is not known before its ack. */
    public void sends(String chat, JsonObject message) {
        view(chat).unanswered.put(message.getString("clientId"), message);
    }

    private void acked(JsonObject frame) {
        View view = view(frame.getString("chat"));
        JsonObject own = view.unanswered.remove(frame.getString("clientId"));
        if (own != null && isCurrent(view, frame)) {
            long seq = frame.getLong("seq");
            view.committed = Math.max(view.committed, seq);
            if (seq > view.upTo) {
                view.live.put(seq, own);
            }
            advance(view);
        }
    }

    private static void clear(View view, long through) {
        view.finals.headMap(through, true).clear();
        view.live.headMap(through, true).clear();
        view.upTo = Math.max(view.upTo, through);
        advance(view);
    }

    private void entries(JsonObject frame) {
        View view = view(frame.getString("chat"));
        long after = frame.getLong("after");
        if (view.from == null) {
            view.from = after;
        }
        // What the client held up to there it had said to have, or shown by the place it came back to.
        view.live.headMap(after, true).forEach(view.finals::put);
        view.finals.tailMap(after, false).clear();
        view.upTo = frame.getLong("upTo");
        view.live.headMap(view.upTo, true).clear();
        JsonArray messages = frame.getJsonArray("entries");
        messages.forEach(message -> {
            view.finals.put(((JsonObject) message).getLong("seq"), (JsonObject) message);
            view.unanswered.remove(((JsonObject) message).getString("clientId"));
        });
        advance(view);
    }

    /** Up to which seq the client has everything, provisional messages included. */
    public long reached(String chat) {
        View view = view(chat);
        long seq = view.upTo;
        while (view.live.containsKey(seq + 1)) {
            seq++;
        }
        return seq;
    }

    /** What the client would tell the server that it has. */
    public long cursor(String chat) {
        View view = view(chat);
        advance(view);
        return view.upTo;
    }

    /** Whether something is missing below what came or is committed, and can't be an own message without its ack. */
    public boolean hasGap(String chat) {
        View view = view(chat);
        advance(view);
        long top = Math.max(view.committed, view.live.isEmpty() ? 0 : view.live.lastKey());
        return top - view.upTo - view.live.size() > view.unanswered.size();
    }

    /** The clientIds of own messages that are not known to be in the log. */
    public Set<String> unanswered(String chat) {
        return Set.copyOf(view(chat).unanswered.keySet());
    }

    /** What is final, in order. */
    public List<JsonObject> finals(String chat) {
        advance(view(chat));
        return List.copyOf(view(chat).finals.values());
    }

    /** What is not, in order, whatever is missing in between. */
    public List<JsonObject> provisional(String chat) {
        advance(view(chat));
        return List.copyOf(view(chat).live.values());
    }

    /** The texts without a gap, from where the client's view of the chat begins. */
    public List<String> texts(String chat) {
        View view = view(chat);
        List<String> texts = new ArrayList<>();
        Stream.concat(view.finals.values().stream(), view.live.headMap(reached(chat), true).values().stream())
                .filter(Contents::isMessage)
                .forEach(message -> texts.add(Contents.textOf(message)));
        return texts;
    }

    /** What the messages look like, provisional changes included. */
    public Map<String, JsonObject> shown(String chat) {
        View view = view(chat);
        advance(view);
        TreeMap<Long, JsonObject> all = new TreeMap<>(view.finals);
        all.putAll(view.live);
        Map<Long, ShownMessage> shown = new TreeMap<>();
        all.forEach((seq, entry) -> {
            if (ShownMessage.isMessage(entry)) {
                shown.put(seq, new ShownMessage(entry));
            } else {
                ShownMessage target = shown.get(entry.getJsonObject("content").getLong("target", 0L));
                if (target != null) {
                    target.apply(seq, entry);
                }
            }
        });
        Map<String, JsonObject> byName = new HashMap<>();
        shown.values().forEach(message -> byName.put(message.clientId(), message.look()));
        return byName;
    }

    public boolean knows(String chat) {
        return views.containsKey(chat);
    }

    public int chats() {
        return views.size();
    }

    @CanIgnoreReturnValue
    private View view(String chat) {
        return views.computeIfAbsent(chat, unseen -> new View());
    }
}
