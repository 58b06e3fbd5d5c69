package dev.rookery.chat.sequencer;

import dev.rookery.chat.sequencer.Admission.Reason;
import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What must hold in every schedule; knows the log only by what it did. */
final class LogChecker {
    /** What a key stands for: from the moment it is accepted, for ever once it is stored. */
    private final Map<SendKey, Content> texts = new HashMap<>();
    /** Seqs that were told to the sender. */
    private final Map<SendKey, Long> acked = new HashMap<>();
    /** The highest seq acked when a send was begun first. */
    private final Map<SendKey, Long> ackedBefore = new HashMap<>();

    private final NavigableMap<Long, Entry> assigned = new TreeMap<>();
    private final Map<Long, Entry> written = new HashMap<>();
    private long highestAssigned;
    private long committed;
    private long highestAcked;

    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violation(String what) {
            super(what);
        }
    }

    void begun(Send send) {
        ackedBefore.putIfAbsent(send.key(), highestAcked);
    }

    void accepted(Send send) {
        demand(
                texts.putIfAbsent(send.key(), send.content()) == null,
                () -> "accepted a known key again: " + send.key());
        demand(!acked.containsKey(send.key()), () -> "accepted again what was acked: " + send.key());
    }

    void refused(Send send, Reason reason) {
        Content known = texts.get(send.key());
        boolean conflict = known != null && !known.equals(send.content());
        demand(conflict == (reason == Reason.CONFLICT), () -> "refused as " + reason + ", conflict: " + conflict);
    }

    void assigned(Step.Assigned step) {
        Entry entry = step.entry();
        demand(entry.seq() == highestAssigned + 1, () -> "seq " + entry.seq() + " follows " + highestAssigned);
        demand(entry.seq() - committed <= LogSimulation.LIMITS.window(), () -> "more than the window is uncommitted");
        demand(step.committed() == committed, () -> "a wrong watermark was delivered");
        highestAssigned = entry.seq();
        assigned.put(entry.seq(), entry);
    }

    void written(WriteBatch batch) {
        long expected = batch.entries().get(0).seq();
        demand(expected == committed + 1, () -> "the batch does not begin above what is committed");
        for (Entry entry : batch.entries()) {
            demand(entry.seq() == expected++, () -> "the batch has a gap");
            demand(entry.equals(assigned.get(entry.seq())), () -> "written other bytes than were assigned");
            Entry before = written.put(entry.seq(), entry);
            demand(before == null || before.equals(entry), () -> "a repeated write differs");
        }
    }

    void committed(List<Entry> entries, Map<Long, Entry> store) {
        for (Entry entry : entries) {
            demand(entry.seq() == committed + 1, () -> "commits are not in order");
            committed = entry.seq();
            demand(entry.seq() > ackedBefore.get(SendKey.of(entry)), () -> "an earlier acked send has a higher seq");
            ack(SendKey.of(entry), entry.seq(), store);
        }
    }

    void answered(Send send, long seq, Map<Long, Entry> store) {
        demand(send.content().equals(texts.get(send.key())), () -> "answered another text as a repeat");
        ack(send.key(), seq, store);
    }

    private void ack(SendKey key, long seq, Map<Long, Entry> store) {
        Entry stored = store.get(seq);
        demand(stored != null, () -> "acked seq " + seq + " is not stored");
        demand(SendKey.of(stored).equals(key), () -> "acked seq " + seq + " holds another message");
        Long before = acked.put(key, seq);
        demand(before == null || before == seq, () -> "one send was acked twice, at " + before + " and " + seq);
        highestAcked = Math.max(highestAcked, seq);
    }

    /** A new owner begins with what is stored. */
    void recovered(NavigableMap<Long, Entry> store) {
        checkStore(store);
        committed = store.isEmpty() ? 0 : store.lastKey();
        highestAssigned = committed;
        assigned.clear();
        written.clear();
        texts.clear();
        store.values().forEach(entry -> texts.put(SendKey.of(entry), entry.content()));
    }

    void checkEnd(NavigableMap<Long, Entry> store) {
        checkStore(store);
        acked.forEach((key, seq) -> demand(
                store.containsKey(seq) && SendKey.of(store.get(seq)).equals(key), () -> "acked and lost: seq " + seq));
    }

    private void checkStore(NavigableMap<Long, Entry> store) {
        long expected = 1;
        Map<SendKey, Long> seen = new HashMap<>();
        for (Entry entry : store.values()) {
            demand(entry.seq() == expected++, () -> "the stored log has a gap before seq " + entry.seq());
            Long twin = seen.put(SendKey.of(entry), entry.seq());
            demand(twin == null, () -> "one send is stored twice, at " + twin + " and " + entry.seq());
            demand(entry.content().equals(texts.get(SendKey.of(entry))), () -> "a text changed");
            demand(entry.messages() == entry.seq(), () -> "counts " + entry.messages() + " of " + entry.seq());
        }
    }

    private static void demand(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new Violation(otherwise.get());
        }
    }
}
