package dev.rookery.tool.terminal;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One chat as it was printed: every message once and in the order of seq, over however many connections. What comes above a
 * gap waits until the gap is filled. Only where a message takes the place of one that never became durable, a second line
 * has the same seq.
 */
final class ChatTranscript {
    /** Above a gap; a sync brings what is dropped here. */
    private static final int MAX_AHEAD = 1_000;

    private static final long UNKNOWN = -1;

    /**
     * @param identity which message it is, whatever seq it ends up with
     * @param line null for one of our own, of which the ack was printed
     */
    private record Telling(String identity, @Nullable String line) {}

    private final TreeMap<Long, Telling> ahead = new TreeMap<>();
    /** What was printed above the cursor. */
    private final TreeMap<Long, String> provisional = new TreeMap<>();

    private long cursor = UNKNOWN;
    private long reached = UNKNOWN;
    /** As the owner of that epoch said: a newer one may have numbered differently what was not durable. */
    private long committed;

    private long epoch;
    /** As a sync said, which says nothing about what came live. */
    private long head;

    private @Nullable String version;

    private long storedCursor = UNKNOWN;
    /** {@link #UNKNOWN} while nothing is missing. */
    private long gapSince = UNKNOWN;
    /** Own messages by their identity, whose seq is not known before their ack. */
    private final Set<String> unanswered = new HashSet<>();

    /** In which epoch a message was given its seq, and up to where the owner of that epoch said that all is durable. */
    record Numbered(long epoch, long committed) {}

    boolean isKnown() {
        return cursor != UNKNOWN;
    }

    /** Up to here everything was printed for good; only if {@link #isKnown}. */
    long cursor() {
        return cursor;
    }

    /** There is nothing at or below that to be printed, unless something is known already. */
    void beginAt(long seq) {
        if (!isKnown()) {
            cursor = seq;
            reached = seq;
        }
    }

    /** Of the head that a sync told; null if there was none. */
    @Nullable String version() {
        return version;
    }

    /** What a sync says of the chat before it brings anything. */
    void head(long committedNow, @Nullable Long stored, @Nullable String versionNow) {
        head = Math.max(head, committedNow);
        version = versionNow;
        storedCursor = stored == null ? storedCursor : stored;
    }

    /** Only what comes from now on counts above the cursor: a sync begins, or another owner numbers the messages. */
    void forgetAboveCursor() {
        ahead.clear();
        reached = cursor;
    }

    /**
     * A message that was delivered, or one of our own that was acknowledged.
     *
     * @param line null if it is not to be printed
     * @param numbered by whom
     */
    List<String> live(long seq, String identity, @Nullable String line, Numbered numbered) {
        List<String> lines = new ArrayList<>();
        unanswered.remove(identity);
        if (!believe(numbered)) {
            return lines;
        }
        if (isKnown() && seq <= cursor) {
            // Old news, but not what it says is durable.
            goOn(lines);
            return lines;
        }
        if (!isKnown() || seq > reached + 1) {
            ahead.put(seq, new Telling(identity, line));
            if (ahead.size() > MAX_AHEAD) {
                ahead.remove(ahead.lastKey());
            }
            return lines;
        }
        print(seq, new Telling(identity, line), lines);
        reached = Math.max(reached, seq);
        goOn(lines);
        return lines;
    }

    /** What is durable, though nothing came. */
    List<String> committed(Numbered numbered) {
        List<String> lines = new ArrayList<>();
        if (believe(numbered) && isKnown()) {
            goOn(lines);
        }
        return lines;
    }

    /** The newest epoch is right; false for what an earlier one says. */
    private boolean believe(Numbered numbered) {
        if (numbered.epoch() > epoch) {
            epoch = numbered.epoch();
            forgetAboveCursor();
        }
        if (numbered.epoch() == epoch) {
            committed = Math.max(committed, numbered.committed());
        }
        return numbered.epoch() == epoch;
    }

    /** Everything up to there was cleared by its reader: nothing of it is missing. */
    List<String> cleared(long through) {
        List<String> lines = new ArrayList<>();
        if (isKnown()) {
            cursor = Math.max(cursor, through);
            reached = Math.max(reached, cursor);
            goOn(lines);
        }
        return lines;
    }

    void sent(String identity) {
        unanswered.add(identity);
    }

    /** It will not be in the log. */
    void refused(String identity) {
        unanswered.remove(identity);
    }

    /** A part of the answer to a sync. */
    List<String> entries(JsonObject frame) {
        List<String> lines = new ArrayList<>();
        beginAt(frame.getLong("after"));
        frame.getJsonArray("entries").forEach(item -> {
            JsonObject message = (JsonObject) item;
            long seq = message.getLong("seq");
            unanswered.remove(identity(message));
            if (seq > cursor) {
                Telling waiting = ahead.get(seq);
                boolean same = waiting != null && waiting.identity().equals(identity(message));
                print(
                        seq,
                        same && waiting != null ? waiting : new Telling(identity(message), line(frame, message)),
                        lines);
            }
        });
        long upTo = frame.getLong("upTo");
        cursor = frame.getBoolean("more") ? Math.max(cursor, upTo) : upTo;
        reached = Math.max(reached, cursor);
        goOn(lines);
        return lines;
    }

    /** A sync is over, and had nothing further to tell of this chat. */
    List<String> complete() {
        List<String> lines = new ArrayList<>();
        beginAt(storedCursor == UNKNOWN ? head : storedCursor);
        goOn(lines);
        return lines;
    }

    /** Whether something has been missing for so long, in nanoseconds, that can't be an own message without its ack. */
    boolean hasGapFor(long patience, long now) {
        long top = Math.max(committed, ahead.isEmpty() ? 0 : ahead.lastKey());
        boolean gap = isKnown() ? top - reached - ahead.size() > unanswered.size() : !ahead.isEmpty();
        if (!gap) {
            gapSince = UNKNOWN;
        } else if (gapSince == UNKNOWN) {
            gapSince = now;
        }
        return gap && now - gapSince >= patience;
    }

    private void print(long seq, Telling telling, List<String> lines) {
        boolean again = telling.identity().equals(provisional.put(seq, telling.identity()));
        if (!again && telling.line() != null) {
            lines.add(telling.line());
        }
    }

    /** Prints what no gap is below any more, and makes final what is committed. */
    private void goOn(List<String> lines) {
        ahead.headMap(reached, true).clear();
        for (Telling next = ahead.remove(reached + 1); next != null; next = ahead.remove(reached + 1)) {
            reached++;
            print(reached, next, lines);
        }
        cursor = Math.max(cursor, Math.min(reached, committed));
        provisional.headMap(cursor, true).clear();
    }

    static String identity(JsonObject message) {
        return identity(message.getString("device"), message.getString("clientId"));
    }

    static String identity(String device, String clientId) {
        return device + " " + clientId;
    }

    /** As if it had come live. */
    private static String line(JsonObject entries, JsonObject entry) {
        JsonObject live = new JsonObject()
                .put("type", "entry")
                .put("chat", entries.getString("chat"))
                .mergeIn(entry)
                .put("committed", entries.getLong("committed"));
        return live.put("content", live.remove("content")).encode();
    }
}
