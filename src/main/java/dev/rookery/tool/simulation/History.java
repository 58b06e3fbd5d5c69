package dev.rookery.tool.simulation;

import static dev.rookery.tool.simulation.Violation.require;

import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened, checked against the invariants of the design as it happens: here what owners decided and clients
 * were told. Knows nothing of the machines.
 */
final class History {
    private record Place(ChatId chat, long seq) {}

    private record Assignment(ChatId chat, long epoch, long seq) {}

    private record Writer(ChatId chat, long epoch) {}

    private final Tally tally;
    private final int window;
    private final OwnershipHistory ownership;
    private final WriteHistory writes;
    private final Map<Assignment, Entry> assigned = new HashMap<>();
    private final Map<Writer, Long> committedBy = new HashMap<>();
    private final Set<Writer> open = new HashSet<>();
    private final Map<Place, Entry> committed = new HashMap<>();
    private final Map<ChatId, Long> head = new HashMap<>();
    private final Set<Place> deleted = new HashSet<>();
    private final Map<ChatId, Map<SendKey, Entry>> acked = new HashMap<>();
    private final Map<ChatId, Long> ackedHead = new HashMap<>();
    private final Map<Place, Entry> shown = new HashMap<>();

    History(Tally tally, int window) {
        this.tally = tally;
        this.window = window;
        this.ownership = new OwnershipHistory(tally);
        this.writes = new WriteHistory(tally, ownership, (chat, seq) -> committed.containsKey(new Place(chat, seq)));
    }

    Tally tally() {
        return tally;
    }

    OwnershipHistory ownership() {
        return ownership;
    }

    WriteHistory writes() {
        return writes;
    }

    // I2, I3, I5

    /** The chat is served under this epoch from now on, and what its owner found is committed. */
    void opened(ChatId chat, long epoch, List<Entry> inherited, boolean confirmed) {
        require(confirmed, "I5", () -> "chat " + chat + " opened in epoch " + epoch + " without a confirmation");
        open.add(new Writer(chat, epoch));
        inherited.forEach(this::settled);
        long tail =
                inherited.isEmpty() ? 0 : inherited.get(inherited.size() - 1).seq();
        committedBy.put(new Writer(chat, epoch), tail);
        writes.opened(chat, epoch, tail);
        tally.add(Count.ACTIVATIONS);
    }

    void assigned(long epoch, Entry entry) {
        Writer writer = new Writer(entry.chat(), epoch);
        require(open.contains(writer), "I5", "a seq was given before the chat was activated");
        Entry other = assigned.putIfAbsent(new Assignment(entry.chat(), epoch, entry.seq()), entry);
        require(
                other == null || other.equals(entry),
                "I2",
                () -> "seq " + entry.seq() + " was given twice in " + epoch);
        long ahead = entry.seq() - committedBy.getOrDefault(writer, 0L);
        require(ahead <= window, "I3", () -> ahead + " seqs are uncommitted");
    }

    // I3, I4, I9, I11

    void committed(long epoch, Entry entry, int copies) {
        Writer writer = new Writer(entry.chat(), epoch);
        long before = committedBy.getOrDefault(writer, 0L);
        require(entry.seq() == before + 1, "I3", () -> "seq " + entry.seq() + " was committed after " + before);
        require(copies >= SimStore.QUORUM, "I4", () -> "committed with " + copies + " copies: " + text(entry));
        require(
                writes.wasStoredInTime(epoch, entry),
                "I11",
                () -> "committed, but stored only after the fence: " + text(entry));
        committedBy.put(writer, entry.seq());
        settled(entry);
    }

    private void settled(Entry entry) {
        Entry other = committed.putIfAbsent(new Place(entry.chat(), entry.seq()), entry);
        require(
                other == null || same(other, entry),
                "I9",
                () -> "committed twice: " + text(entry) + ", " + text(other));
        if (entry.content() instanceof Content.Deleted deletion) {
            deleted.add(new Place(entry.chat(), deletion.target()));
        }
        head.merge(entry.chat(), entry.seq(), Math::max);
    }

    // I4, I8, I10

    /** Returns the seq that the send must exceed. */
    long begun(ChatId chat) {
        return ackedHead.getOrDefault(chat, 0L);
    }

    void acked(ChatId chat, SendKey key, String text, long seq, long begunAbove) {
        Entry entry = committed.get(new Place(chat, seq));
        require(entry != null, "I4", () -> "acked, but nobody committed seq " + seq);
        boolean right = entry != null
                && SendKey.of(entry).equals(key)
                && (isRemoved(entry) || entry.content().fingerprint().equals(text));
        require(right, "I8", () -> "acked as seq " + seq + ", which is another message");
        require(
                seq > begunAbove,
                "I10",
                () -> "seq " + seq + " is not above " + begunAbove + ", acked before it began");
        if (entry != null) {
            acked.computeIfAbsent(chat, made -> new HashMap<>()).put(key, entry);
        }
        ackedHead.merge(chat, seq, Math::max);
        tally.add(Count.ACKS);
    }

    // I7, I9

    /** A client believes this entry for good. */
    void shown(Entry entry) {
        require(head.getOrDefault(entry.chat(), 0L) >= entry.seq(), "I7", "shown before it was committed");
        Entry other = shown.putIfAbsent(new Place(entry.chat(), entry.seq()), entry);
        require(other == null || same(other, entry), "I9", "two clients were shown different entries");
    }

    /** An owner tells a client that all up to here is committed and is these. */
    void served(long epoch, ChatId chat, long upTo, List<Entry> entries) {
        require(open.contains(new Writer(chat, epoch)), "I5", "served before the chat was activated");
        require(upTo <= committedBy.getOrDefault(new Writer(chat, epoch), 0L), "I7", "served what is not committed");
        entries.forEach(this::settled);
    }

    // I13

    /** A sync tells a device that there is nothing above its cursor. */
    void nothingNew(ChatId chat, long cursor, long ackedBefore) {
        require(
                cursor >= ackedBefore,
                "I13",
                () -> "a sync from " + cursor + " was told of nothing new, but " + ackedBefore
                        + " was acknowledged before it began");
    }

    /** The end: everything is quiet, and this is what the inbox of a member says. */
    void checkInbox(ChatId chat, long inboxHead) {
        require(
                inboxHead == head(chat),
                "I13",
                () -> "the inbox says " + inboxHead + " of a chat that nobody holds, with head " + head(chat));
    }

    /** The end: everything healed, everybody synchronised. */
    void checkLog(ChatId chat, Map<Long, Entry> log, String reader) {
        long last = head.getOrDefault(chat, 0L);
        log.keySet()
                .forEach(seq ->
                        require(seq <= last, "I9", () -> "a late write at seq " + seq + " is seen by " + reader));
        Map<SendKey, Entry> known = new HashMap<>();
        long messages = 0;
        for (long next = 1; next <= last; next++) {
            long seq = next;
            Entry entry = log.get(seq);
            require(entry != null, "I9", () -> "seq " + seq + " of " + last + " is missing to " + reader);
            Entry was = committed.get(new Place(chat, seq));
            require(
                    was == null || same(was, entry),
                    "I9",
                    () -> "seq " + seq + " was " + text(was) + ", is " + text(entry));
            if (entry != null && !Entry.isVoid(entry)) {
                messages += Entry.isMessage(entry) ? 1 : 0;
                Entry twice = known.putIfAbsent(SendKey.of(entry), entry);
                require(twice == null, "I8", () -> "in the log twice: " + text(twice) + " and " + text(entry));
            }
            long counts = entry == null ? messages : entry.messages();
            long counted = messages;
            require(
                    counts == counted,
                    "I16",
                    () -> "seq " + seq + " counts " + counts + " messages, there are " + counted);
        }
        TreeMap<Long, Entry> sorted = new TreeMap<>(log);
        log.values().stream().filter(Entry::isMessage).forEach(entry -> checkState(entry, sorted, reader));
        for (Map.Entry<SendKey, Entry> ack : acked.getOrDefault(chat, Map.of()).entrySet()) {
            require(
                    same(ack.getValue(), log.get(ack.getValue().seq())),
                    "I9",
                    () -> "acked and lost: " + text(ack.getValue()));
        }
    }

    long head(ChatId chat) {
        return head.getOrDefault(chat, 0L);
    }

    /** Whether they are one entry, whatever became of it. */
    private static boolean same(@Nullable Entry one, @Nullable Entry other) {
        return one != null
                && other != null
                && one.seq() == other.seq()
                && one.messages() == other.messages()
                && one.at().equals(other.at())
                && SendKey.of(one).equals(SendKey.of(other))
                && (isRemoved(one) || isRemoved(other) || one.content().equals(other.content()));
    }

    private static boolean isRemoved(Entry entry) {
        return entry.content() instanceof Content.Removed;
    }

    /** Whether this message is deleted for everyone, or will be before anybody else is told. */
    boolean isDeleted(ChatId chat, long seq) {
        return deleted.contains(new Place(chat, seq));
    }

    // I14, I17

    /** What an owner shows of a message while all changes up to some seq are committed. */
    void checkState(Entry entry, SortedMap<Long, Entry> log, String reader) {
        Recount.of(entry, log.values()).check(entry, reader);
    }

    /** A deletion was acknowledged: whoever reads now sees no text of it. */
    void deletionAcked(ChatId chat, long target, Map<Long, Entry> log, String reader) {
        Entry message = log.get(target);
        require(
                message != null && isRemoved(message),
                "I17",
                () -> "seq " + target + " was deleted and still has a text for " + reader);
        boolean edits = log.values().stream()
                .anyMatch(entry -> entry.content() instanceof Content.Edited edit && edit.target() == target);
        require(!edits, "I17", () -> "an edit of the deleted seq " + target + " has a text for " + reader);
    }

    private static String text(@Nullable Entry entry) {
        return entry == null ? "nothing" : entry.seq() + ":" + entry.clientId();
    }
}
