package dev.rookery.tool.simulation;

import dev.rookery.chat.content.Rules;
import dev.rookery.chat.sequencer.Admission;
import dev.rookery.chat.sequencer.Apply;
import dev.rookery.chat.sequencer.ChatLog;
import dev.rookery.chat.sequencer.Send;
import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.chat.sequencer.Step;
import dev.rookery.chat.sequencer.WriteBatch;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.tool.simulation.SimPartition.Mutation;
import dev.rookery.tool.simulation.Tally.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out what the {@link ChatLog} of an open chat decides; every commit is confirmed. */
final class SimSequencer {
    private final World world;
    private final SimNode node;
    private final SimChat chat;
    private final SimHeat heat;
    private final long epoch;
    private final SimWriter writer;
    private final ChatLog log;
    private final long inherited;
    private @Nullable Runnable ready;
    private final Map<SendKey, List<Consumer<Answer>>> asking = new HashMap<>();
    private final Set<SendKey> refusing = new HashSet<>();
    private final List<Settling> settling = new ArrayList<>();

    SimSequencer(World world, SimNode node, SimChat chat, SimHeat heat, SimWriter writer, List<Entry> tail) {
        Tenure tenure = chat.tenure();
        this.world = world;
        this.node = node;
        this.chat = chat;
        this.heat = heat;
        this.epoch = tenure.epoch();
        this.writer = writer;
        List<Entry> recognised = world.sabotaged(Sabotage.NO_DEDUP)
                ? tail.stream().map(SimSequencer::unrecognisable).toList()
                : tail;
        Rules rules = new Rules(Duration.ZERO, user -> 1);
        this.log = new ChatLog(tenure.chat(), world.limits(), recognised, rules, seq -> null);
        this.inherited = log.committed();
    }

    private static Entry unrecognisable(Entry entry) {
        DeviceId nobody = new DeviceId(new UUID(0, entry.seq()));
        return new Entry(
                entry.chat(),
                entry.seq(),
                entry.messages(),
                entry.author(),
                nobody,
                entry.clientId(),
                entry.at(),
                entry.content(),
                entry.state());
    }

    /** @param then called when all changes among the newest entries are applied */
    void applyInherited(Runnable then) {
        ready = then;
        advance();
    }

    long committed() {
        return log.committed();
    }

    boolean isIdle() {
        return log.isIdle() && refusing.isEmpty();
    }

    void send(Send send, Consumer<Answer> answer) {
        if (refusing.contains(send.key())) {
            asking.computeIfAbsent(send.key(), made -> new ArrayList<>()).add(answer);
            return;
        }
        Admission admission = log.admit(send);
        if (admission instanceof Admission.Stored stored && log.isUnapplied(stored.seq())) {
            asking.computeIfAbsent(send.key(), made -> new ArrayList<>()).add(answer);
        } else if (admission instanceof Admission.Stored stored) {
            world.tally().add(stored.seq() <= inherited ? Count.RECOGNISED_AFTER_FAILOVER : Count.RECOGNISED);
            acknowledge(answer, stored.seq());
        } else if (admission instanceof Admission.Refused refused) {
            boolean conflict = refused.reason() == Admission.Reason.CONFLICT;
            answer.accept(conflict ? new Answer.Conflict() : new Answer.Again());
        } else {
            asking.computeIfAbsent(send.key(), made -> new ArrayList<>()).add(answer);
            advance();
        }
    }

    private void advance() {
        Step step = log.advance(Instant.ofEpochMilli(world.timeline().now() / Timeline.MS));
        for (Step.Assigned assigned : step.assigned()) {
            world.history().assigned(epoch, assigned.entry());
            world.deliver(epoch, assigned.entry(), assigned.committed());
            if (world.sabotaged(Sabotage.APPLIES_UNCOMMITTED)
                    && assigned.entry().content() instanceof Content.Change change) {
                EntryState early = EntryState.NONE.apply(assigned.entry());
                writer.write(writer.mutation(new Apply(change.target(), early), null), () -> {});
            }
        }
        step.refused().forEach(this::refuse);
        step.reads().forEach(this::read);
        step.applies().forEach(this::apply);
        if (ready != null && log.isApplied()) {
            Runnable then = ready;
            ready = null;
            then.run();
        }
        WriteBatch batch = step.write();
        if (batch == null) {
            return;
        }
        world.tally().add(Count.BATCHES);
        if (world.sabotaged(Sabotage.NO_PREFIX)) {
            List<Entry> entries = log.stored(batch);
            heat.writing(
                    chat.tenure().chat(),
                    () -> writer.write(
                            writer.mutation(batch.entries()), () -> node.confirm(confirmed -> commit(entries))));
            advance();
        } else {
            begin(batch);
        }
    }

    /** Said for good only by who is the owner, and once everything that it rests on is committed. */
    private void refuse(Step.Refused refused) {
        SendKey key = refused.send().key();
        long upTo = log.assigned();
        refusing.add(key);
        Runnable answer = () -> {
            refusing.remove(key);
            List<Consumer<Answer>> askers = asking.remove(key);
            world.tally().add(Count.CHANGES_REFUSED);
            if (askers != null) {
                askers.forEach(asker -> asker.accept(new Answer.Refused(refused.reason())));
            }
        };
        node.confirm(confirmed -> {
            if (log.committed() >= upTo) {
                answer.run();
            } else {
                settling.add(new Settling(upTo, answer));
            }
        });
    }

    private record Settling(long upTo, Runnable then) {}

    private void read(long seq) {
        find(seq, found -> {
            log.read(seq, found);
            advance();
        });
    }

    /** Until it is read, as long as the chat is here. */
    private void find(long seq, Consumer<@Nullable Entry> then) {
        node.mending().read(world.sizes().placeOf(chat.tenure().chat(), seq), entries -> {
            if (chat.isGone()) {
                return;
            }
            if (entries == null) {
                node.later(SimWriter.RETRY, () -> find(seq, then));
            } else {
                then.accept(entries.stream()
                        .filter(entry -> entry.seq() == seq)
                        .findFirst()
                        .orElse(null));
            }
        });
    }

    private void apply(Apply apply) {
        world.tally().add(ready == null ? Count.APPLIES : Count.APPLIED_BY_SUCCESSOR);
        if (ready != null && world.sabotaged(Sabotage.NO_APPLYING_AGAIN)) {
            node.later(1, () -> applied(apply));
            return;
        }
        if (world.sabotaged(Sabotage.WINDOW_PAST_UNAPPLIED)) {
            node.later(1, () -> applied(apply));
        }
        // At the worst moment: a change is committed, and not applied.
        node.later(node.ambush() ? 1 : 0, () -> write(apply));
    }

    private void write(Apply apply) {
        EntryState.Deletion deletion = apply.state().deleted();
        if (deletion == null) {
            write(apply, null);
        } else {
            boolean kept = world.sabotaged(Sabotage.EDITS_KEEP_TEXTS);
            empty(apply, kept ? List.of() : apply.state().edits(), deletion.seq());
        }
    }

    /** The edits one after the other, and then the message. */
    private void empty(Apply apply, List<Long> edits, long deletion) {
        if (edits.isEmpty()) {
            find(apply.target(), message -> write(apply, message));
            return;
        }
        Runnable next = () -> empty(apply, edits.subList(1, edits.size()), deletion);
        find(edits.get(0), edit -> {
            if (edit == null) {
                next.run();
            } else {
                writer.write(writer.emptied(edit, deletion), next);
            }
        });
    }

    private void write(Apply apply, @Nullable Entry message) {
        writer.write(writer.mutation(apply, message), () -> node.confirm(confirmed -> applied(apply)));
    }

    private void applied(Apply apply) {
        List<Entry> changes = log.applied(apply);
        if (changes.size() > 1) {
            world.tally().add(Count.APPLIED_TOGETHER);
        }
        changes.forEach(this::answer);
        advance();
        node.shards().checkDrains();
    }

    /** Committed only after a confirmation that begins when the chat is hot for the next owner, too. */
    private void begin(WriteBatch batch) {
        int[] missing = {2};
        Runnable done = () -> {
            if (--missing[0] == 0) {
                node.confirm(confirmed -> {
                    commit(log.stored(batch));
                    advance();
                });
            }
        };
        heat.writing(chat.tenure().chat(), done);
        store(batch, batch.entries(), node.ambush(), done);
    }

    private void store(WriteBatch batch, List<Entry> entries, boolean stuck, Runnable done) {
        Mutation mutation = writer.mutation(entries);
        long began = node.mending().losses().noticed();
        world.store().log().write(node.inbox(), mutation, stuck, stored -> {
            if (stored && node.mending().stored(writer.again(mutation), began)) {
                done.run();
            } else if (log.failed(batch)) {
                node.later(SimWriter.RETRY, () -> store(batch, again(entries), false, done));
            } else {
                node.shards().checkDrains();
            }
        });
    }

    private List<Entry> again(List<Entry> entries) {
        return world.sabotaged(Sabotage.CHANGED_RETRY)
                ? entries.stream().map(SimSequencer::aMomentLater).toList()
                : entries;
    }

    private static Entry aMomentLater(Entry entry) {
        Instant later = entry.at().plusMillis(1);
        return new Entry(
                entry.chat(),
                entry.seq(),
                entry.messages(),
                entry.author(),
                entry.device(),
                entry.clientId(),
                later,
                entry.content());
    }

    private void commit(List<Entry> entries) {
        for (Entry entry : entries) {
            int copies = world.store().log().copies(world.sizes().placeOf(entry.chat(), entry.seq()), entry);
            // What the store has just lost is mended by whoever has confirmed it without knowing.
            world.history().committed(epoch, entry, node.mending().isUnaware() ? SimStore.QUORUM : copies);
            if (!log.isUnapplied(entry.seq())) {
                answer(entry);
            }
        }
        List<Settling> settled =
                settling.stream().filter(one -> one.upTo() <= log.committed()).toList();
        settling.removeAll(settled);
        settled.forEach(one -> one.then().run());
        heat.committed(chat.tenure().chat(), log.committed());
        node.shards().checkDrains();
    }

    private void answer(Entry entry) {
        List<Consumer<Answer>> askers = asking.remove(SendKey.of(entry));
        if (askers != null) {
            askers.forEach(asker -> acknowledge(asker, entry.seq()));
        }
    }

    private void acknowledge(Consumer<Answer> asker, long seq) {
        world.history().ownership().acknowledging(node.id());
        asker.accept(new Answer.Stored(seq));
    }

    /** Takes nothing new. */
    void close() {
        log.close();
    }

    /** Another owner decides from now on. */
    void depose() {
        int undecided = log.depose().size();
        assert undecided >= 0;
        asking.values().forEach(askers -> askers.forEach(asker -> asker.accept(new Answer.Again())));
        asking.clear();
        refusing.clear();
        settling.clear();
    }
}
