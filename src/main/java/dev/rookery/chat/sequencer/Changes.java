package dev.rookery.chat.sequencer;

import dev.rookery.domain.Content;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a chat from when they are taken in until they are applied to what they change. A message that is named is
 * looked up once, and held as long as some change of it is on its way: so it is always known as it is with all changes before.
 * Several changes of one message that are committed while it is written are applied together. Not thread safe.
 */
final class Changes {
    private final Judge judge;
    private final LongFunction<@Nullable Entry> known;
    private final Map<Long, Target> targets = new LinkedHashMap<>();
    /** Changes that are committed and not applied. */
    private final TreeMap<Long, Entry> unapplied = new TreeMap<>();

    private final Set<Long> wanted = new LinkedHashSet<>();
    private int out;
    private long applied;

    /** @param known finds entries that need not be read: null for others */
    Changes(Judge judge, LongFunction<@Nullable Entry> known) {
        this.judge = judge;
        this.known = known;
    }

    /** A message that changes are about. */
    private static final class Target {
        private boolean found;
        private boolean asked;
        /** With all committed changes; null if there is no such message. */
        private @Nullable Subject committed;
        /** With all changes that have a seq. */
        private EntryState ahead = EntryState.NONE;

        private int underway;
        private boolean dirty;
        private @Nullable Apply out;

        void find(@Nullable Subject subject) {
            found = true;
            committed = subject;
            ahead = subject == null ? EntryState.NONE : subject.state();
        }

        @Nullable Subject ahead() {
            return committed == null ? null : committed.with(ahead);
        }

        boolean isIdle() {
            return underway == 0 && !dirty && out == null && (found || !asked);
        }
    }

    /** A change waits for its seq. */
    void expect(Content.Change change, long committed) {
        Target target = target(change);
        target.underway++;
        look(change.target(), target, committed);
    }

    private Target target(Content.Change change) {
        return targets.computeIfAbsent(change.target(), made -> new Target());
    }

    private void look(long seq, Target target, long committed) {
        if (target.found || target.asked) {
            return;
        }
        Entry entry = known.apply(seq);
        if (entry != null) {
            target.find(Subject.of(entry));
        } else if (seq >= 1 && seq <= committed) {
            target.asked = true;
            wanted.add(seq);
        }
    }

    /** What has to be read from the store now, each once. */
    List<Long> takeWanted() {
        List<Long> taken = List.copyOf(wanted);
        wanted.clear();
        return taken;
    }

    /** @param entry null if there is none */
    void read(long seq, @Nullable Entry entry) {
        Target target = targets.get(seq);
        if (target == null || target.found) {
            return;
        }
        target.find(entry == null ? null : Subject.of(entry));
        unapplied.values().stream()
                .filter(change -> targetOf(change) == seq)
                .toList()
                .forEach(change -> take(target, change));
        release(seq, target);
    }

    /** Whether it can be decided now. */
    boolean isDecidable(Content.Change change, long assigned, long committed) {
        Target target = target(change);
        look(change.target(), target, committed);
        return target.found || change.target() > assigned || change.target() < 1;
    }

    Optional<ErrorCode> refuse(Content.Change change, UserId who, Instant now) {
        return judge.refuse(change, who, now, target(change).ahead());
    }

    void refused(Content.Change change) {
        Target target = target(change);
        target.underway--;
        release(change.target(), target);
    }

    void assigned(Entry change) {
        Target target = target((Content.Change) change.content());
        target.ahead = target.ahead.apply(change);
    }

    void committed(Entry change) {
        Target target = target((Content.Change) change.content());
        target.underway--;
        unapplied.put(change.seq(), change);
        take(target, change);
        release(targetOf(change), target);
    }

    /**
     * A new owner finds this change among the newest entries: nobody knows whether the one before applied it. A deletion is
     * applied in any case, since a text that the new owner wrote again may have been emptied meanwhile.
     */
    void inherited(Entry change) {
        Content.Change what = (Content.Change) change.content();
        Target target = target(what);
        unapplied.put(change.seq(), change);
        look(what.target(), target, change.seq());
        take(target, change);
        release(what.target(), target);
    }

    private void take(Target target, Entry change) {
        if (!target.found) {
            return;
        }
        Subject before = target.committed;
        boolean done = before == null || change.seq() <= before.state().asOf();
        if (before != null && (!done || change.content() instanceof Content.Deleted)) {
            target.committed = before.with(before.state().apply(change));
            target.ahead = target.ahead.apply(change);
            target.dirty = true;
        } else {
            // It is in the state already, or changes what is no message.
            unapplied.remove(change.seq());
        }
    }

    private static long targetOf(Entry change) {
        return ((Content.Change) change.content()).target();
    }

    /** What has to be written now: of each message one write at a time. */
    List<Apply> begin() {
        List<Apply> begun = new ArrayList<>();
        targets.forEach((seq, target) -> {
            if (target.dirty && target.out == null && target.committed != null) {
                target.dirty = false;
                target.out = new Apply(seq, target.committed.state());
                begun.add(target.out);
                out++;
            }
        });
        return begun;
    }

    /** @return the changes that are applied by it, ascending */
    List<Entry> applied(Apply apply) {
        Target target = targets.get(apply.target());
        if (target == null || !apply.equals(target.out)) {
            return List.of();
        }
        out--;
        applied++;
        target.out = null;
        List<Entry> changes = unapplied.headMap(apply.state().asOf(), true).values().stream()
                .filter(change -> targetOf(change) == apply.target())
                .toList();
        changes.forEach(change -> unapplied.remove(change.seq()));
        release(apply.target(), target);
        return changes;
    }

    /** Nobody needs to know what this write came to. */
    void forgotten(Apply apply) {
        Target target = targets.get(apply.target());
        if (target != null && apply.equals(target.out)) {
            out--;
            target.out = null;
        }
    }

    private void release(long seq, Target target) {
        if (target.isIdle()) {
            targets.remove(seq);
            wanted.remove(seq);
        }
    }

    /** Of a message that was just changed, its state with all committed changes; null if there is no such message. */
    @Nullable EntryState stateOf(long seq) {
        Target target = targets.get(seq);
        return target == null || target.committed == null ? null : target.committed.state();
    }

    /** The changes whose effect the store may not show, and what they come to. */
    Overlay overlay() {
        if (unapplied.isEmpty()) {
            return Overlay.NONE;
        }
        Map<Long, EntryState> states = new HashMap<>();
        Map<Long, Long> emptied = new HashMap<>();
        for (Entry change : unapplied.values()) {
            EntryState state = stateOf(targetOf(change));
            if (state != null) {
                states.put(targetOf(change), state);
                EntryState.Deletion deletion = state.deleted();
                if (deletion != null) {
                    state.edits().forEach(edit -> emptied.put(edit, deletion.seq()));
                }
            }
        }
        return new Overlay(states, emptied);
    }

    boolean isUnapplied(long seq) {
        return unapplied.containsKey(seq);
    }

    Collection<Entry> unapplied() {
        return List.copyOf(unapplied.values());
    }

    /** Everything below it that is committed is applied, too. */
    long firstUnapplied() {
        return unapplied.isEmpty() ? Long.MAX_VALUE : unapplied.firstKey();
    }

    /** Grows with every change that the store shows from then on. */
    long version() {
        return applied;
    }

    boolean isIdle() {
        return unapplied.isEmpty() && out == 0;
    }

    boolean isWriting() {
        return out > 0;
    }

    /** About how many characters are held. */
    int weight() {
        int weight = 0;
        for (Target target : targets.values()) {
            weight += target.ahead.weight();
        }
        return weight;
    }

    /** Nothing is decided and begun any more; what is at the store stays out until its outcome is known. */
    void depose() {
        unapplied.clear();
        wanted.clear();
        targets.values().removeIf(target -> target.out == null);
        targets.values().forEach(target -> {
            target.dirty = false;
            target.underway = 0;
        });
    }
}
