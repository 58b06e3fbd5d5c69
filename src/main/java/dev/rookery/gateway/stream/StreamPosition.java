package dev.rookery.gateway.stream;

import dev.rookery.domain.ChatId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far the frames of a stream brought its client, chat by chat: what a client over WebSocket keeps by itself. Goes by
 * the frames alone, in the order in which they were sent.
 */
public final class StreamPosition {
    /** Of one chat, messages above a gap. */
    private static final int MAX_AHEAD = 64;

    private static final class Place {
        /** Everything up to here was sent; unknown until a sync says so. */
        private long upTo = -1;
        /** What a sync brought is final. */
        private long finalTo = -1;
        /** As a sync said, which says nothing about what came live. */
        private long head;
        /** Of the newest owner that anything came live from, and what it said is committed. */
        private long epoch;

        private long committed;
        /** The cursor when a gap was told the last time. */
        private long told = -1;

        private final TreeSet<Long> ahead = new TreeSet<>();

        private long cursor() {
            return Math.max(finalTo, Math.min(upTo, committed));
        }

        private boolean hasGap() {
            return upTo >= 0 && (!ahead.isEmpty() || committed > upTo);
        }

        private void synced(long seq) {
            upTo = Math.max(upTo, seq);
            finalTo = Math.max(finalTo, seq);
        }

        private void takenBack(long seq) {
            upTo = seq;
            finalTo = seq;
            committed = Math.min(committed, seq);
        }

        /** What an earlier owner numbered may stand elsewhere now, but for what is committed. */
        private void numberedAnew(long newest) {
            epoch = newest;
            upTo = cursor();
            ahead.clear();
        }
    }

    private final Map<ChatId, Place> places = new HashMap<>();
    /** Where the cursor moved, longest ago first. */
    private final Map<ChatId, Long> moved;

    private final Map<ChatId, Long> gaps = new HashMap<>();
    /** A stream begins with a sync. What is missing now it may bring, so that nobody has to ask. */
    private boolean syncing = true;

    /** @param cursors where the client was when the stream began, as far as it said so */
    public StreamPosition(Map<ChatId, Long> cursors) {
        moved = new LinkedHashMap<>(cursors);
    }

    /** Takes note of a frame that is being sent. */
    public void sent(JsonObject frame) {
        switch (String.valueOf(frame.getString("type"))) {
            case "entry" -> entry(frame);
            case "entries" -> {
                entries(frame.getString("chat"), frame.getLong("after"), frame.getLong("upTo"));
            }
            case "chats" -> frame.getJsonArray("chats").forEach(head -> head((JsonObject) head));
            case "committed" -> {
                Place place = place(frame.getString("chat"));
                numbered(ChatId.parse(frame.getString("chat")), place, frame.getLong("epoch"), frame.getLong("seq"), 0);
            }
            case "cleared" -> cleared(frame);
            case "chatOpened" -> place(frame.getString("chat")).synced(0);
            case "synced" -> synced(frame.getJsonArray("again"));
            // The client sends nothing, so it is a sync that failed.
            case "error" -> syncing = false;
            default -> {}
        }
    }

    private void entries(String id, long after, long upTo) {
        ChatId chat = ChatId.parse(id);
        Place place = place(id);
        if (after == upTo && upTo < moved.getOrDefault(chat, place.cursor())) {
            // The client was above the head of its chat, and takes that back.
            place.takenBack(upTo);
            moved.put(chat, upTo);
        }
        place.synced(upTo);
        advance(chat, place);
    }

    private void entry(JsonObject frame) {
        ChatId chat = ChatId.parse(frame.getString("chat"));
        numbered(
                chat,
                place(frame.getString("chat")),
                frame.getLong("epoch"),
                frame.getLong("committed"),
                frame.getLong("seq"));
    }

    /** Nothing up to there is shown any more, so that nothing is missing. */
    private void cleared(JsonObject frame) {
        Place place = place(frame.getString("chat"));
        if (place.upTo >= 0) {
            place.synced(frame.getLong("through"));
            advance(ChatId.parse(frame.getString("chat")), place);
        }
    }

    /** @param seq of the entry that came, 0 if none did */
    private void numbered(ChatId chat, Place place, long epoch, long committed, long seq) {
        if (epoch < place.epoch) {
            return;
        }
        if (epoch > place.epoch) {
            place.numberedAnew(epoch);
        }
        place.committed = Math.max(place.committed, committed);
        if (seq > place.upTo && seq > 0) {
            place.ahead.add(seq);
            if (place.ahead.size() > MAX_AHEAD) {
                place.ahead.pollLast();
            }
        }
        advance(chat, place);
        if (!syncing && place.hasGap()) {
            tell(chat, place);
        }
    }

    private void tell(ChatId chat, Place place) {
        place.told = place.cursor();
        gaps.put(chat, place.told);
    }

    private void head(JsonObject head) {
        Place place = place(head.getString("chat"));
        place.head = Math.max(place.head, head.getLong("committed"));
    }

    /** Of chats without entries nothing was missing. */
    private void synced(JsonArray again) {
        syncing = false;
        places.forEach((chat, place) -> {
            if (place.upTo < 0 && !again.contains(chat.toString())) {
                place.synced(place.head);
                advance(chat, place);
            }
            // A sync that did not get any further is not repeated for its own sake.
            if (place.hasGap() && place.cursor() > place.told && !again.contains(chat.toString())) {
                tell(chat, place);
            }
        });
    }

    /**
     * Chats in which the client misses messages below one that it got, or has to forget some because another owner numbers
     * them, each with the client's cursor. Whoever takes them has to begin a sync of these; until it is over none are told.
     */
    public Map<ChatId, Long> takeGaps() {
        if (gaps.isEmpty()) {
            return Map.of();
        }
        Map<ChatId, Long> taken = Map.copyOf(gaps);
        gaps.clear();
        syncing = true;
        return taken;
    }

    private void advance(ChatId chat, Place place) {
        if (place.upTo < 0) {
            return;
        }
        place.ahead.headSet(place.upTo, true).clear();
        while (place.ahead.remove(place.upTo + 1)) {
            place.upTo++;
        }
        @Nullable Long before = moved.remove(chat);
        moved.put(chat, before == null ? place.cursor() : Math.max(before, place.cursor()));
        if (moved.size() > EventToken.MAX_CHATS) {
            moved.remove(moved.keySet().iterator().next());
        }
    }

    private Place place(String chat) {
        return places.computeIfAbsent(ChatId.parse(chat), unseen -> new Place());
    }

    /** Where the client is in the chats in which it moved last. */
    public Map<ChatId, Long> cursors() {
        return new LinkedHashMap<>(moved);
    }

    /** How many chats {@link #cursors} names. */
    int size() {
        return moved.size();
    }
}
