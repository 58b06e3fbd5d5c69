package dev.rookery.tool.simulation;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.EntryState;
import dev.rookery.store.Activation;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.ArrayList;
import java.util.List;

/** Brings a chat up in a new epoch: reads its tail, writes it again with the fence, and confirms. */
final class SimActivation {
    private final World world;
    private final SimNode node;
    private final SimChat chat;
    private final SimWriter writer;
    private long flushed;

    SimActivation(World world, SimNode node, SimChat chat, SimWriter writer) {
        this.world = world;
        this.node = node;
        this.chat = chat;
        this.writer = writer;
    }

    void begin() {
        ChatId id = chat.tenure().chat();
        node.mending().read(world.store().inboxes().flushed(), id, found -> {
            if (chat.isGone()) {
                return;
            }
            if (found == null) {
                node.later(SimWriter.RETRY, this::begin);
            } else {
                flushed = found.getOrDefault(id, 0L);
                read(0, new ArrayList<>());
            }
        });
    }

    private void read(long bucket, List<Entry> found) {
        SimPartition.Place place = new SimPartition.Place(chat.tenure().chat(), bucket);
        node.mending().read(place, entries -> {
            if (chat.isGone()) {
                return;
            }
            if (entries == null) {
                node.later(SimWriter.RETRY, () -> read(bucket, found));
            } else if (entries.isEmpty()) {
                int from = Math.max(0, found.size() - world.sizes().remembered());
                ambushed(() -> write(List.copyOf(found.subList(from, found.size()))));
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

    private void write(List<Entry> newest) {
        if (chat.isGone()) {
            return;
        }
        List<Entry> inherited = world.sabotaged(Sabotage.APPLIES_TWICE)
                ? newest.stream().map(SimActivation::forgetful).toList()
                : newest;
        Activation plan = Activation.of(
                chat.tenure().chat(),
                chat.tenure().epoch(),
                inherited,
                world.sizes().window(),
                world.sizes().bucketSize());
        if (plan.rewrites().size() > 1) {
            world.tally().add(Count.ACTIVATIONS_OVER_AN_EDGE);
        }
        boolean ahead = !plan.tail().isEmpty()
                && plan.tail().get(plan.tail().size() - 1).seq() > flushed
                && !world.sabotaged(Sabotage.TAIL_UNLISTED);
        int[] missing = {plan.rewrites().size() + (ahead ? 1 : 0)};
        Runnable stored = () -> {
            if (--missing[0] == 0) {
                confirm(plan);
            }
        };
        if (ahead) {
            chat.heat().writing(chat.tenure().chat(), stored);
        }
        plan.rewrites().forEach(rewrite -> writer.write(writer.mutation(rewrite), stored));
    }

    /** As if nothing was applied to it; what was applied stays. */
    private static Entry forgetful(Entry entry) {
        EntryState state = entry.state();
        return state.asOf() == 0 || state.deleted() != null
                ? entry
                : entry.with(new EntryState(1, state.edited(), null, state.reactions(), state.edits()));
    }

    private void confirm(Activation plan) {
        if (world.sabotaged(Sabotage.NO_CONFIRM_OF_ACTIVATION)) {
            chat.open(plan, false);
        } else {
            node.confirm(confirmed -> chat.open(plan, confirmed));
        }
    }
}
