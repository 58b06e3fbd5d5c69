package dev.rookery.simulation;

import dev.rookery.chat.sequencer.Admission;
import dev.rookery.chat.sequencer.ChatLog;
import dev.rookery.chat.sequencer.Send;
import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.chat.sequencer.Step;
import dev.rookery.chat.sequencer.WriteBatch;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.simulation.SimPartition.Cell;
import dev.rookery.simulation.SimPartition.Mutation;
import dev.rookery.simulation.SimPartition.Tombstone;
import dev.rookery.simulation.Tally.Count;
import dev.rookery.store.Activation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A chat at the node that owns it: activation, then its log with every commit confirmed. */
final class SimChat {
    private static final long RETRY = 60 * Timeline.MS;
    private static final int EPOCH_SHIFT = 40;

    private enum Phase {
        LOADING,
        OPEN,
        GONE
    }

    private final World world;
    private final SimNode node;
    private final ChatId chat;
    private final int shard;
    private final long epoch;
    private final List<Request> waiting = new ArrayList<>();
    private final Map<SendKey, List<Consumer<Answer>>> asking = new HashMap<>();
    private Phase phase = Phase.LOADING;
    private @Nullable ChatLog log;
    private long inherited;

    SimChat(World world, SimNode node, ChatId chat, int shard, long epoch) {
        this.world = world;
        this.node = node;
        this.chat = chat;
        this.shard = shard;
        this.epoch = epoch;
    }

    int shard() {
        return shard;
    }

    long epoch() {
        return epoch;
    }

    void begin() {
        read(0, new ArrayList<>());
    }

    // Activation.

    private void read(long bucket, List<Entry> found) {
        world.store().read(node.inbox(), new SimPartition.Place(chat, bucket), entries -> {
            if (phase == Phase.GONE) {
                return;
            }
            if (entries == null) {
                node.later(RETRY, () -> read(bucket, found));
            } else if (entries.isEmpty()) {
                int from = Math.max(0, found.size() - world.sizes().remembered());
                ambushed(() -> activate(List.copyOf(found.subList(from, found.size()))));
            } else {
                found.addAll(entries);
                read(bucket + 1, found);
            }
        });
    }

    /** A node that is paused between reading and writing is the hardest case for its successors. */
    private void ambushed(Runnable action) {
        boolean falls = node.ambush();
        node.later(falls ? 1 : 0, action);
    }

    private void activate(List<Entry> newest) {
        if (phase == Phase.GONE) {
            return;
        }
        Activation plan = Activation.of(
                chat, epoch, newest, world.sizes().window(), world.sizes().bucketSize());
        if (plan.rewrites().size() > 1) {
            world.tally().add(Count.ACTIVATIONS_OVER_AN_EDGE);
        }
        int[] missing = {plan.rewrites().size()};
        for (Activation.Rewrite rewrite : plan.rewrites()) {
            write(mutation(rewrite), () -> {
                if (--missing[0] == 0) {
                    confirmActivation(plan);
                }
            });
        }
    }

    private void confirmActivation(Activation plan) {
        if (world.sabotaged(Sabotage.NO_CONFIRM_OF_ACTIVATION)) {
            open(plan, false);
        } else {
            node.confirm(confirmed -> open(plan, confirmed));
        }
    }

    private void open(Activation plan, boolean confirmed) {
        if (phase != Phase.LOADING) {
            return;
        }
        phase = Phase.OPEN;
        List<Entry> tail = plan.tail();
        if (world.sabotaged(Sabotage.NO_DEDUP)) {
            tail = tail.stream().map(SimChat::unrecognisable).toList();
        }
        ChatLog opened = new ChatLog(chat, world.limits(), tail);
        log = opened;
        inherited = opened.committed();
        world.history().opened(chat, epoch, plan.tail(), confirmed);
        List<Request> requests = List.copyOf(waiting);
        waiting.clear();
        requests.forEach(this::handle);
    }

    private static Entry unrecognisable(Entry entry) {
        DeviceId nobody = new DeviceId(new UUID(0, entry.seq()));
        return new Entry(
                entry.chat(), entry.seq(), entry.sender(), nobody, entry.clientId(), entry.sentAt(), entry.text());
    }

    // Serving.

    void handle(Request request) {
        ChatLog opened = log;
        if (phase == Phase.GONE) {
            request.answer().accept(new Answer.Again());
        } else if (phase == Phase.LOADING || opened == null) {
            waiting.add(request);
        } else if (request.send() == null) {
            synchronise(request, opened.committed());
        } else {
            send(opened, request.send(), request.answer());
        }
    }

    private void send(ChatLog opened, Send send, Consumer<Answer> answer) {
        Admission admission = opened.admit(send);
        if (admission instanceof Admission.Stored stored) {
            world.tally().add(stored.seq() <= inherited ? Count.RECOGNISED_AFTER_FAILOVER : Count.RECOGNISED);
            answer.accept(new Answer.Stored(stored.seq()));
        } else if (admission instanceof Admission.Refused refused) {
            boolean conflict = refused.reason() == Admission.Reason.CONFLICT;
            answer.accept(conflict ? new Answer.Conflict() : new Answer.Again());
        } else {
            asking.computeIfAbsent(send.key(), made -> new ArrayList<>()).add(answer);
            advance(opened);
        }
    }

    private void advance(ChatLog opened) {
        Step step = opened.advance(Instant.ofEpochMilli(world.timeline().now() / Timeline.MS));
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
            List<Entry> entries = opened.stored(batch);
            write(mutation(batch.entries()), () -> node.confirm(confirmed -> commit(entries)));
            advance(opened);
        } else {
            store(opened, batch, batch.entries(), node.ambush());
        }
    }

    private void store(ChatLog opened, WriteBatch batch, List<Entry> entries, boolean stuck) {
        world.store().write(node.inbox(), mutation(entries), stuck, stored -> {
            if (stored) {
                node.confirm(confirmed -> {
                    commit(opened.stored(batch));
                    advance(opened);
                });
            } else if (opened.failed(batch)) {
                node.later(RETRY, () -> store(opened, batch, again(entries), false));
            } else {
                node.checkDrains();
            }
        });
    }

    private List<Entry> again(List<Entry> entries) {
        return world.sabotaged(Sabotage.CHANGED_RETRY)
                ? entries.stream().map(SimChat::aMomentLater).toList()
                : entries;
    }

    private static Entry aMomentLater(Entry entry) {
        Instant later = entry.sentAt().plusMillis(1);
        return new Entry(
                entry.chat(), entry.seq(), entry.sender(), entry.device(), entry.clientId(), later, entry.text());
    }

    private void commit(List<Entry> entries) {
        for (Entry entry : entries) {
            int copies = world.store().copies(keyOf(entry), entry);
            world.history().committed(epoch, entry, copies);
            List<Consumer<Answer>> askers = asking.remove(SendKey.of(entry));
            if (askers != null) {
                askers.forEach(asker -> asker.accept(new Answer.Stored(entry.seq())));
            }
        }
        node.checkDrains();
    }

    /** Reads everything that the client misses, at quorum, up to what was committed when it asked. */
    private void synchronise(Request request, long upTo) {
        collect(request, upTo, (request.after() + 1) / world.sizes().bucketSize(), new ArrayList<>());
    }

    private void collect(Request request, long upTo, long bucket, List<Entry> found) {
        if (bucket > upTo / world.sizes().bucketSize()) {
            world.history().served(epoch, chat, upTo, found);
            world.tally().add(Count.SYNCS);
            request.answer().accept(new Answer.Synced(found));
            return;
        }
        world.store().read(node.inbox(), new SimPartition.Place(chat, bucket), entries -> {
            if (entries == null) {
                request.answer().accept(new Answer.Again());
            } else {
                entries.stream()
                        .filter(entry -> entry.seq() > request.after() && entry.seq() <= upTo)
                        .forEach(found::add);
                collect(request, upTo, bucket + 1, found);
            }
        });
    }

    // Letting go.

    void close() {
        if (log != null) {
            log.close();
        } else {
            depose();
        }
    }

    boolean isIdle() {
        return phase == Phase.GONE || (log != null && log.isIdle());
    }

    /** Another owner decides from now on. */
    void depose() {
        phase = Phase.GONE;
        if (log != null) {
            int undecided = log.depose().size();
            assert undecided >= 0;
        }
        waiting.forEach(request -> request.answer().accept(new Answer.Again()));
        waiting.clear();
        asking.values().forEach(askers -> askers.forEach(asker -> asker.accept(new Answer.Again())));
        asking.clear();
    }

    // What is written.

    private void write(Mutation mutation, Runnable stored) {
        world.store().write(node.inbox(), mutation, false, known -> {
            if (known) {
                stored.run();
            } else if (phase != Phase.GONE) {
                node.later(RETRY, () -> write(mutation, stored));
            }
        });
    }

    private Mutation mutation(List<Entry> entries) {
        TreeMap<Long, Cell> cells = new TreeMap<>();
        entries.forEach(entry -> cells.put(entry.seq(), new Cell(stamp(entry.seq()), entry)));
        return new Mutation(keyOf(entries.get(0)), node.id(), shard, epoch, null, cells);
    }

    private Mutation mutation(Activation.Rewrite rewrite) {
        TreeMap<Long, Cell> cells = new TreeMap<>();
        long base = epoch << EPOCH_SHIFT;
        if (!world.sabotaged(Sabotage.NO_REWRITE)) {
            for (Entry entry : rewrite.entries()) {
                boolean tied = world.sabotaged(Sabotage.REWRITE_AT_TOMBSTONE);
                cells.put(entry.seq(), new Cell(tied ? base : stamp(entry.seq()), entry));
            }
        }
        boolean buries = !world.sabotaged(Sabotage.NO_TOMBSTONE);
        Tombstone tombstone = buries ? new Tombstone(rewrite.above(), base) : null;
        return new Mutation(new SimPartition.Place(chat, rewrite.bucket()), node.id(), shard, epoch, tombstone, cells);
    }

    private long stamp(long seq) {
        return (epoch << EPOCH_SHIFT) + seq;
    }

    private SimPartition.Place keyOf(Entry entry) {
        return new SimPartition.Place(chat, entry.seq() / world.sizes().bucketSize());
    }
}
