package dev.rookery.chat.sequencer;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.Content;
import dev.rookery.domain.ContentKind;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.ErrorCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a chat: gives out its seqs and commits them.
 *
 * <p>Guarantees, as long as only one log of a chat is open and it recovered from all that earlier ones committed: seqs are
 * dense; an entry keeps its seq; at most {@link LogLimits#window} seqs are uncommitted, or changes that are not applied; commits are in seq order without
 * gaps and only after the store has the entry; one batch is at the store at a time, and whatever came meanwhile goes in
 * the next one; a send is in the log once, however often it is repeated, as long as its entry is among the newest {@link
 * LogLimits#remembered}; a send that must come after another has the higher seq. Whether this log is the only one is not its business.
 *
 * <p>Not thread safe.
 */
public final class ChatLog {
    private final ChatId chat;
    private final LogLimits limits;
    private final RecentSends recent;
    private final Changes changes;
    private final LongFunction<@Nullable Entry> known;
    /** Contents of all sends that are accepted and not committed. */
    private final Map<SendKey, Content> pending = new HashMap<>();

    private final Deque<Send> waiting = new ArrayDeque<>();
    private final Deque<Entry> unwritten = new ArrayDeque<>();
    private int waitingCharacters;
    private @Nullable WriteBatch out;
    private long batches;
    private long assigned;
    private long messages;
    private long committed;
    private long committedMessages;
    private boolean closed;
    private boolean deposed;

    /**
     * Takes over a log.
     *
     * @param tail its newest stored entries, ascending; empty only if there are none. What changes others among the newest
     *     {@link LogLimits#window} has to be applied before the log is served: {@link #isApplied}
     * @param judge of changes
     * @param known finds committed entries, as they are now, that need not be read: null for others
     */
    public ChatLog(ChatId chat, LogLimits limits, List<Entry> tail, Judge judge, LongFunction<@Nullable Entry> known) {
        this.chat = chat;
        this.limits = limits;
        this.known = known;
        this.changes = new Changes(judge, this::find);
        this.recent = new RecentSends(limits.remembered());
        tail.forEach(recent::add);
        this.committed = tail.isEmpty() ? 0 : tail.get(tail.size() - 1).seq();
        this.assigned = committed;
        this.committedMessages = tail.isEmpty() ? 0 : tail.get(tail.size() - 1).messages();
        this.messages = tail.isEmpty() ? 0 : tail.get(tail.size() - 1).messages();
        tail.stream()
                .filter(entry -> entry.seq() > committed - limits.window() && entry.content() instanceof Content.Change)
                .forEach(changes::inherited);
    }

    /** Takes over a log in which nothing may be changed. */
    public ChatLog(ChatId chat, LogLimits limits, List<Entry> tail) {
        this(chat, limits, tail, (change, who, now, target) -> Optional.of(ErrorCode.TARGET_UNKNOWN), seq -> null);
    }

    /** An entry that needs no reading: null for others. */
    private @Nullable Entry find(long seq) {
        if (seq <= committed) {
            return known.apply(seq);
        }
        List<Entry> writing = out == null ? List.of() : out.entries();
        return Stream.concat(writing.stream(), unwritten.stream())
                .filter(entry -> entry.seq() == seq)
                .findFirst()
                .orElse(null);
    }

    /** Recognises repeats of an entry older than the tail, too. In any order; has no other effect. */
    public void remember(Entry older) {
        recent.add(older);
    }

    /** Takes in a send, or recognises it. Call {@link #advance} after it. */
    public Admission admit(Send send) {
        return admit(send, null);
    }

    /** @param after what has to be in the log, or on its way into it, if the send is to follow; null for nothing */
    public Admission admit(Send send, @Nullable SendKey after) {
        Content underway = pending.get(send.key());
        if (underway != null) {
            return underway.equals(send.content()) ? new Admission.Joined() : refused(Admission.Reason.CONFLICT);
        }
        RecentSends.Found found = recent.find(send.key(), send.content());
        if (found != null) {
            return found.same() ? new Admission.Stored(found.seq(), found.at()) : refused(Admission.Reason.CONFLICT);
        }
        if (closed) {
            return refused(Admission.Reason.CLOSED);
        }
        if (isFull(send)) {
            return refused(Admission.Reason.FULL);
        }
        if (after != null && !pending.containsKey(after) && !recent.contains(after)) {
            return refused(Admission.Reason.TOO_EARLY);
        }
        pending.put(send.key(), send.content());
        waiting.add(send);
        waitingCharacters += send.characters();
        if (send.content() instanceof Content.Change change) {
            changes.expect(change, committed);
        }
        return new Admission.Accepted();
    }

    private boolean isFull(Send send) {
        boolean tooLarge = waitingCharacters + send.characters() > limits.maxWaitingCharacters();
        return waiting.size() >= limits.maxWaiting() || (tooLarge && !waiting.isEmpty());
    }

    private static Admission refused(Admission.Reason reason) {
        return new Admission.Refused(reason);
    }

    /**
     * Assigns what the window has room for, and begins the next batch if none is out. Call it after everything that may
     * have changed the log.
     *
     * @param now stamped on the entries that get their seq
     */
    public Step advance(Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        List<Step.Assigned> step = new ArrayList<>();
        List<Step.Refused> refused = new ArrayList<>();
        for (Send send = waiting.peek(); send != null && hasRoom() && isDecidable(send); send = waiting.peek()) {
            waiting.remove();
            waitingCharacters -= send.characters();
            ErrorCode refusal = refusal(send, at);
            if (refusal == null) {
                step.add(assign(send, at));
            } else {
                pending.remove(send.key());
                refused.add(new Step.Refused(send, refusal));
            }
        }
        return new Step(step, refused, nextBatch(), changes.takeWanted(), changes.begin());
    }

    private boolean hasRoom() {
        return assigned - Math.min(committed, changes.firstUnapplied() - 1) < limits.window();
    }

    /** A change waits, and all behind it, until what it changes is read. */
    private boolean isDecidable(Send send) {
        return !(send.content() instanceof Content.Change change) || changes.isDecidable(change, assigned, committed);
    }

    private @Nullable ErrorCode refusal(Send send, Instant at) {
        if (!(send.content() instanceof Content.Change change)) {
            return null;
        }
        ErrorCode refusal = changes.refuse(change, send.key().sender(), at).orElse(null);
        if (refusal != null) {
            changes.refused(change);
        }
        return refusal;
    }

    private Step.Assigned assign(Send send, Instant at) {
        Entry entry = entry(send, ++assigned, at);
        unwritten.add(entry);
        if (entry.content() instanceof Content.Change) {
            changes.assigned(entry);
        }
        return new Step.Assigned(entry, send.session(), committed);
    }

    private Entry entry(Send send, long seq, Instant at) {
        SendKey key = send.key();
        if (ContentKind.of(send.content()).counts()) {
            messages++;
        }
        return new Entry(chat, seq, messages, key.sender(), key.device(), key.clientId(), at, send.content());
    }

    private @Nullable WriteBatch nextBatch() {
        Entry first = unwritten.peek();
        if (out != null || first == null) {
            return null;
        }
        long bucket = first.seq() / limits.bucketSize();
        int characters = 0;
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : unwritten) {
            characters += entry.content().weight();
            boolean tooLarge = characters > limits.maxBatchCharacters() && !entries.isEmpty();
            if (tooLarge || entry.seq() / limits.bucketSize() != bucket) {
                break;
            }
            entries.add(entry);
        }
        entries.forEach(entry -> unwritten.remove());
        out = new WriteBatch(++batches, entries);
        return out;
    }

    /**
     * The store has the whole batch.
     *
     * @return what is committed by it, ascending: to be answered now. Empty after {@link #depose}, and for a late report
     */
    public List<Entry> stored(WriteBatch batch) {
        if (out == null || out.number() != batch.number()) {
            return List.of();
        }
        List<Entry> entries = out.entries();
        out = null;
        if (deposed) {
            return List.of();
        }
        for (Entry entry : entries) {
            committed = entry.seq();
            committedMessages = entry.messages();
            recent.add(entry);
            pending.remove(SendKey.of(entry));
            if (entry.content() instanceof Content.Change) {
                changes.committed(entry);
            }
        }
        return entries;
    }

    /**
     * What a change is about was read, at quorum. Call {@link #advance} after it.
     *
     * @param entry null if there is none
     */
    public void read(long seq, @Nullable Entry entry) {
        changes.read(seq, entry);
    }

    /**
     * The store has what these changes came to, and this node was still the owner afterwards. Call {@link #advance} after it.
     *
     * @return the changes that are applied by it: to be answered now. Empty after {@link #depose}
     */
    public List<Entry> applied(Apply apply) {
        return changes.applied(apply);
    }

    /**
     * The write may not have been stored.
     *
     * @return whether it has to be stored again, unchanged; false once another owner decides
     */
    public boolean failed(Apply apply) {
        if (deposed) {
            changes.forgotten(apply);
        }
        return !deposed;
    }

    /** Whether all committed changes are applied. */
    public boolean isApplied() {
        return changes.isIdle();
    }

    /** Whether the entry with this seq is a committed change that is not applied. */
    public boolean isUnapplied(long seq) {
        return changes.isUnapplied(seq);
    }

    /** What a message that a change just named came to, with all committed changes; null if there is no such message. */
    public @Nullable EntryState stateOf(long seq) {
        return changes.stateOf(seq);
    }

    /** What the store may not show yet of what is committed. */
    public Overlay overlay() {
        return changes.overlay();
    }

    /** Two reads of the store that begin at the same version show the same, but for what {@link #overlay} has. */
    public long version() {
        return changes.version();
    }

    /**
     * The batch may not have been stored.
     *
     * @return whether it has to be stored again, unchanged; false once another owner decides
     */
    public boolean failed(WriteBatch batch) {
        if (out == null || out.number() != batch.number()) {
            return false;
        }
        if (deposed) {
            out = null;
        }
        return !deposed;
    }

    /** Takes no new sends any more. Those accepted before go on, and repeats of them are recognised. */
    public void close() {
        closed = true;
    }

    /**
     * Another owner decides from now on: nothing is assigned, committed or written any more, except that a batch at the
     * store stays {@link #isWriting out} until its outcome is known.
     *
     * @return the sends whose outcome only the next owner can tell
     */
    public Collection<SendKey> depose() {
        List<SendKey> undecided = new ArrayList<>(pending.keySet());
        changes.unapplied().forEach(change -> undecided.add(SendKey.of(change)));
        changes.depose();
        closed = true;
        deposed = true;
        pending.clear();
        waiting.clear();
        unwritten.clear();
        waitingCharacters = 0;
        return undecided;
    }

    /** The highest committed seq, 0 in an empty chat. */
    public long committed() {
        return committed;
    }

    /** The highest seq that was given out, committed or not. */
    public long assigned() {
        return assigned;
    }

    /** How many messages the log has up to {@link #assigned}. */
    public long messages() {
        return messages;
    }

    /** How many of them are committed. */
    public long committedMessages() {
        return committedMessages;
    }

    /** Sends that have no seq yet. */
    public int waiting() {
        return waiting.size();
    }

    /** Whether a write is at the store. */
    public boolean isWriting() {
        return out != null || changes.isWriting();
    }

    /** Whether everything that was accepted is committed and applied. */
    public boolean isIdle() {
        return out == null && pending.isEmpty() && changes.isIdle();
    }

    public boolean isDeposed() {
        return deposed;
    }

    /** About how much heap the memory of repeated sends takes, and that of what changes are about. */
    public int rememberedBytes() {
        return recent.bytes() + Character.BYTES * changes.weight();
    }
}
