package dev.rookery.simulation;

import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.NodeId;
import dev.rookery.simulation.SimPartition.Cell;
import dev.rookery.simulation.SimPartition.Mutation;
import dev.rookery.simulation.Tally.Count;
import dev.rookery.store.SessionState;
import dev.rookery.store.ShardRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that happened, checked against the invariants of the design as it happens. Knows nothing of the machines. */
final class History {
    private static final int EPOCH_BITS = 40;

    private record ShardEpoch(int shard, long epoch) {}

    private record Place(ChatId chat, long seq) {}

    private record Assignment(ChatId chat, long epoch, long seq) {}

    private record Stamp(ChatId chat, long seq, long timestamp) {}

    private record Writer(ChatId chat, long epoch) {}

    private record Opening(long epoch, long tail) {}

    private final Tally tally;
    private final int window;
    private final Map<ShardEpoch, NodeId> owners = new HashMap<>();
    private final Map<Integer, Long> newestEpoch = new HashMap<>();
    private final Map<NodeId, SessionState> sessions = new HashMap<>();
    private final Map<Assignment, Entry> assigned = new HashMap<>();
    private final Map<Stamp, Entry> written = new HashMap<>();
    private final Set<Mutation> lateOnes = new HashSet<>();
    private final Map<Writer, Long> committedBy = new HashMap<>();
    private final Set<Writer> open = new HashSet<>();
    private final Set<Assignment> storedInTime = new HashSet<>();
    private final Set<NodeId> knowFenced = new HashSet<>();
    private final Map<Place, Entry> committed = new HashMap<>();
    private final Map<ChatId, Long> head = new HashMap<>();
    private final Map<ChatId, Map<SendKey, Entry>> acked = new HashMap<>();
    private final Map<ChatId, Long> ackedHead = new HashMap<>();
    private final Map<Place, Entry> shown = new HashMap<>();
    private final Map<ChatId, Opening> openings = new HashMap<>();

    History(Tally tally, int window) {
        this.tally = tally;
        this.window = window;
    }

    Tally tally() {
        return tally;
    }

    static void require(boolean holds, String promise, String what) {
        if (!holds) {
            throw new Violation(promise, what);
        }
    }

    private static void require(boolean holds, String promise, Supplier<String> what) {
        if (!holds) {
            throw new Violation(promise, what.get());
        }
    }

    // I1

    void sessionChanged(NodeId session, @Nullable SessionState before, SessionState after) {
        require(before == null || before == SessionState.ALIVE, "I1", () -> "session " + session + " left " + before);
        require(
                before != null || !sessions.containsKey(session),
                "I1",
                () -> "session " + session + " was used before");
        sessions.put(session, after);
        if (after == SessionState.FENCED) {
            tally.add(Count.FENCES);
        }
    }

    void shardChanged(ShardRow before, ShardRow after) {
        require(after.epoch() >= before.epoch(), "I1", () -> "epoch fell from " + before + " to " + after);
        NodeId owner = after.owner();
        if (owner == null) {
            tally.add(Count.RELEASES);
            return;
        }
        require(after.epoch() == before.epoch() + 1, "I1", () -> "epoch did not grow by one from " + before);
        NodeId other = owners.putIfAbsent(new ShardEpoch(after.shard(), after.epoch()), owner);
        require(other == null, "I1", () -> "epoch " + after.epoch() + " of shard " + after.shard() + " has two owners");
        newestEpoch.put(after.shard(), after.epoch());
        tally.add(Count.TAKE_OVERS);
    }

    // I6, I12

    void applying(Mutation mutation) {
        NodeId owner = owners.get(new ShardEpoch(mutation.shard(), mutation.epoch()));
        require(mutation.writer().equals(owner), "I6", "a write under an epoch that is not its writer's");
        if (mutation.tombstone() != null) {
            checkStamp(mutation, mutation.tombstone().timestamp());
        }
        for (Map.Entry<Long, Cell> put : mutation.cells().entrySet()) {
            Cell cell = put.getValue();
            checkStamp(mutation, cell.timestamp());
            Stamp stamp = new Stamp(mutation.key().chat(), put.getKey(), cell.timestamp());
            Entry other = written.putIfAbsent(stamp, cell.entry());
            require(other == null || same(other, cell.entry()), "I12", () -> "two values were written as " + stamp);
        }
        countLate(mutation);
    }

    /** The fence: once a chat was opened in an epoch, no reader sees what an older epoch writes above its tail. */
    void applied(Mutation mutation, SimLog log) {
        ChatId chat = mutation.key().chat();
        Opening newest = openings.get(chat);
        if (newest == null || mutation.epoch() >= newest.epoch()) {
            return;
        }
        for (long seq : mutation.cells().tailMap(newest.tail(), false).keySet()) {
            for (int spared = 0; spared < SimStore.REPLICAS; spared++) {
                Cell seen = log.look(mutation.key(), seq, spared);
                boolean shadowed = seen == null || seen.timestamp() >>> EPOCH_BITS >= newest.epoch();
                require(shadowed, "I6", () -> "a late write at seq " + seq + " is seen in epoch " + newest.epoch());
            }
        }
    }

    private static void checkStamp(Mutation mutation, long timestamp) {
        require(
                timestamp >>> EPOCH_BITS == mutation.epoch(),
                "I6",
                () -> "timestamp " + timestamp + " of another epoch");
    }

    private void countLate(Mutation mutation) {
        long behind = newestEpoch.getOrDefault(mutation.shard(), 0L) - mutation.epoch();
        if (behind <= 0 || !lateOnes.add(mutation)) {
            return;
        }
        tally.add(Count.LATE_WRITES);
        Opening newest = openings.get(mutation.key().chat());
        boolean overtaken = newest != null && newest.epoch() > mutation.epoch();
        if (mutation.tombstone() != null && overtaken) {
            tally.add(Count.ACTIVATIONS_AN_EPOCH_LATE);
        } else if (overtaken) {
            tally.add(behind == 1 ? Count.WRITES_AN_EPOCH_LATE : Count.WRITES_TWO_EPOCHS_LATE);
        }
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
        openings.merge(chat, new Opening(epoch, tail), (old, news) -> news.epoch() > old.epoch() ? news : old);
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

    // I11

    /** The store told a process about its own session. */
    void told(NodeId session, @Nullable SessionState state) {
        if (state == SessionState.FENCED) {
            knowFenced.add(session);
        }
    }

    boolean knowsFenced(NodeId session) {
        return knowFenced.contains(session);
    }

    /** An owner tells somebody that an entry is stored. */
    void acknowledging(NodeId owner) {
        require(!knowsFenced(owner), "I11", () -> "an ack of " + owner + ", which knows that it is fenced");
    }

    /** @param fenced whether by then every quorum read shows the session of the writer as fenced */
    void stored(Mutation mutation, boolean fenced) {
        if (!fenced) {
            for (long seq : mutation.cells().keySet()) {
                storedInTime.add(new Assignment(mutation.key().chat(), mutation.epoch(), seq));
            }
        }
    }

    // I3, I4, I9, I11

    void committed(long epoch, Entry entry, int copies) {
        Writer writer = new Writer(entry.chat(), epoch);
        long before = committedBy.getOrDefault(writer, 0L);
        require(entry.seq() == before + 1, "I3", () -> "seq " + entry.seq() + " was committed after " + before);
        require(copies >= SimStore.QUORUM, "I4", () -> "committed with " + copies + " copies: " + text(entry));
        require(
                storedInTime.contains(new Assignment(entry.chat(), epoch, entry.seq())),
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
                && entry.text().value().equals(text);
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

    /** The end: everything healed, everybody synchronised. */
    void checkLog(ChatId chat, Map<Long, Entry> log, String reader) {
        long last = head.getOrDefault(chat, 0L);
        log.keySet()
                .forEach(seq ->
                        require(seq <= last, "I9", () -> "a late write at seq " + seq + " is seen by " + reader));
        Map<SendKey, Entry> known = new HashMap<>();
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
                Entry twice = known.putIfAbsent(SendKey.of(entry), entry);
                require(twice == null, "I8", () -> "in the log twice: " + text(twice) + " and " + text(entry));
            }
        }
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

    private static boolean same(@Nullable Entry one, @Nullable Entry other) {
        return one != null && one.equals(other);
    }

    private static String text(@Nullable Entry entry) {
        return entry == null ? "nothing" : entry.seq() + ":" + entry.clientId();
    }
}
