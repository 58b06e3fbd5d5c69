package dev.rookery.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        private long upTo;
        /** Came live, above upTo. */
        private final TreeMap<Long, JsonObject> live = new TreeMap<>();

        /** As told by the newest epoch that anything came from. */
        private long committed;

        private long epoch;
    }

    /** A sync of all chats; from here on only what comes now counts above the cursors. */
    public JsonObject sync(String id) {
        JsonObject cursors = new JsonObject();
        views.forEach((chat, view) -> {
            if (view.from != null) {
                cursors.put(chat, begin(view));
            }
        });
        return new JsonObject().put("type", "sync").put("id", id).put("cursors", cursors);
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
            case "message" -> message(frame);
            case "entries" -> entries(frame);
            case "chats" ->
                frame.getJsonArray("chats").forEach(head -> {
                    View view = view(((JsonObject) head).getString("chat"));
                    if (view.from == null && ((JsonObject) head).getLong("committed") == 0) {
                        view.from = 0L;
                    }
                });
            case "chatOpened" -> view(frame.getString("chat")).from = 0L;
            case "synced" -> frame.getJsonArray("gone").forEach(views::remove);
            default -> {}
        }
    }

    private void message(JsonObject frame) {
        View view = view(frame.getString("chat"));
        if (frame.getLong("epoch") < view.epoch) {
            return;
        }
        if (frame.getLong("epoch") > view.epoch) {
            view.epoch = frame.getLong("epoch");
            view.live.clear();
        }
        view.committed = Math.max(view.committed, frame.getLong("committed"));
        long seq = frame.getLong("seq");
        if (seq > view.upTo) {
            view.live.put(seq, frame);
        }
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
        JsonArray messages = frame.getJsonArray("messages");
        messages.forEach(message -> view.finals.put(((JsonObject) message).getLong("seq"), (JsonObject) message));
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

    /** Whether something came above a seq that did not. */
    public boolean hasGap(String chat) {
        View view = view(chat);
        return !view.live.isEmpty() && view.live.lastKey() > reached(chat);
    }

    /** The texts without a gap, from where the client's view of the chat begins. */
    public List<String> texts(String chat) {
        View view = view(chat);
        List<String> texts = new ArrayList<>();
        view.finals.values().forEach(message -> texts.add(message.getString("text")));
        view.live.headMap(reached(chat), true).values().forEach(message -> texts.add(message.getString("text")));
        return texts;
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
