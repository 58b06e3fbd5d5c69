package dev.rookery.tool.simulation;

import dev.rookery.chat.sequencer.Admission;
import dev.rookery.chat.sequencer.ChatLog;
import dev.rookery.chat.sequencer.Send;
import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.chat.sequencer.Step;
import dev.rookery.chat.sequencer.WriteBatch;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.tool.simulation.SimPartition.Mutation;
import dev.rookery.tool.simulation.Tally.Count;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Carries out what the {@link ChatLog} of an open chat decides; every commit is confirmed. */
final class SimSequencer {
    private final World world;
    private final SimNode node;
    private final long epoch;
    private final ChatId chat;
    private final SimHeat heat;
    private final SimWriter writer;
    private final ChatLog log;
    private final long inherited;
    private final Map<SendKey, List<Consumer<Answer>>> asking = new HashMap<>();

    SimSequencer(World world, SimNode node, Tenure tenure, SimHeat heat, SimWriter writer, List<Entry> tail) {
        this.world = world;
        this.node = node;
        this.epoch = tenure.epoch();
        this.chat = tenure.chat();
        this.heat = heat;
        this.writer = writer;
        List<Entry> recognised = world.sabotaged(Sabotage.NO_DEDUP)
                ? tail.stream().map(SimSequencer::unrecognisable).toList()
                : tail;
        this.log = new ChatLog(tenure.chat(), world.limits(), recognised);
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
                entry.content());
    }

    long committed() {
        return log.committed();
    }

    boolean isIdle() {
        return log.isIdle();
    }

    void send(Send send, Consumer<Answer> answer) {
        Admission admission = log.admit(send);
        if (admission instanceof Admission.Stored stored) {
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
        }
        WriteBatch batch = step.write();
        if (batch == null) {
            return;
        }
        world.tally().add(Count.BATCHES);
        if (world.sabotaged(Sabotage.NO_PREFIX)) {
            List<Entry> entries = log.stored(batch);
            heat.writing(
                    chat,
                    () -> writer.write(
                            writer.mutation(batch.entries()), () -> node.confirm(confirmed -> commit(entries))));
            advance();
        } else {
            begin(batch);
        }
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
        heat.writing(chat, done);
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
            List<Consumer<Answer>> askers = asking.remove(SendKey.of(entry));
            if (askers != null) {
                askers.forEach(asker -> acknowledge(asker, entry.seq()));
            }
        }
        heat.committed(chat, log.committed());
        node.shards().checkDrains();
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
    }
}
