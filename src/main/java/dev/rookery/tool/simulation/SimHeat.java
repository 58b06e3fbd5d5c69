package dev.rookery.tool.simulation;

import dev.rookery.chat.inbox.ShardHeat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.HotListId;
import dev.rookery.domain.UserId;
import dev.rookery.tool.simulation.Tally.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Drives the {@link ShardHeat} of a node for one shard in one epoch. */
final class SimHeat implements ShardHeat.Effects {
    private static final ShardHeat.Limits LIMITS =
            new ShardHeat.Limits(Duration.ofMillis(400), Duration.ofSeconds(2), 1, Duration.ofSeconds(3), 1);

    private final World world;
    private final SimNode node;
    private final int shard;
    private final long epoch;
    private final ShardHeat heat;
    private boolean closed;

    SimHeat(World world, SimNode node, int shard, long epoch) {
        this.world = world;
        this.node = node;
        this.shard = shard;
        this.epoch = epoch;
        this.heat = new ShardHeat(shard, epoch, LIMITS, this);
    }

    ShardHeat machine() {
        return heat;
    }

    long epoch() {
        return epoch;
    }

    void start() {
        heat.start();
    }

    void tick() {
        heat.tick(now());
    }

    void close() {
        closed = true;
    }

    private long now() {
        return world.timeline().now() / Timeline.MS;
    }

    // Of chats.

    void writing(ChatId chat, Runnable listed) {
        heat.writing(chat, listed, now());
    }

    void committed(ChatId chat, long head) {
        heat.committed(chat, head, now());
    }

    boolean mayDrop(ChatId chat) {
        if (world.sabotaged(Sabotage.UNFLUSHED_DROP)) {
            heat.flushed(chat, Long.MAX_VALUE, now());
        }
        return heat.isClean(chat);
    }

    // Effects.

    @Override
    public void open(HotListId list) {
        store(world.store().inboxes().lists(), shard, list, SimInboxes.STANDS, () -> heat.opened(list));
    }

    @Override
    public void add(HotListId list, ChatId chat) {
        if (world.sabotaged(Sabotage.ACK_BEFORE_HOT)) {
            heat.added(list, chat);
            node.later(Timeline.SECOND, () -> addNow(list, chat, () -> {}));
        } else {
            addNow(list, chat, () -> heat.added(list, chat));
        }
    }

    private void addNow(HotListId list, ChatId chat, Runnable added) {
        store(world.store().inboxes().hot(), list, chat, SimInboxes.STANDS, added);
    }

    @Override
    public void drop(HotListId list) {
        world.tally().add(list.epoch() == epoch ? Count.HOT_LISTS_ENDED : Count.HOT_LISTS_WORKED_OFF);
        store(world.store().inboxes().lists(), shard, list, SimInboxes.DROPPED, () -> {});
    }

    @Override
    public void flush(ChatId chat, long head) {
        world.tally().add(Count.FLUSHES);
        SimInboxes inboxes = world.store().inboxes();
        int[] missing = {world.visitors().size()};
        for (UserId user : world.visitors()) {
            store(inboxes.heads(), user, chat, head, () -> {
                if (--missing[0] == 0) {
                    store(inboxes.flushed(), chat, chat, head, () -> heat.flushed(chat, head, now()));
                }
            });
        }
    }

    @Override
    public void readLists() {
        if (world.sabotaged(Sabotage.NO_WORKING_OFF)) {
            heat.listsRead(List.of());
            return;
        }
        read(world.store().inboxes().lists(), shard, found -> {
            List<HotListId> standing = new ArrayList<>();
            found.forEach((list, state) -> {
                if (state == SimInboxes.STANDS) {
                    standing.add(list);
                }
            });
            heat.listsRead(standing);
        });
    }

    @Override
    public void readList(HotListId list) {
        read(world.store().inboxes().hot(), list, found -> heat.listRead(list, found.keySet()));
    }

    @Override
    public void bringUp(ChatId chat) {
        node.later(0, () -> {
            if (!closed) {
                node.chats().bringUp(chat, epoch, () -> {
                    heat.broughtUp(chat);
                    heat.attempted(chat);
                });
            }
        });
    }

    private <P, C> void store(SimCells<P, C> table, P partition, C cell, long value, Runnable stored) {
        node.mending().write((inbox, done) -> table.write(inbox, partition, cell, value, done), () -> !closed, () -> {
            if (!closed) {
                stored.run();
            }
        });
    }

    private <P, C> void read(SimCells<P, C> table, P partition, Consumer<Map<C, Long>> then) {
        node.mending().read(table, partition, found -> readAgain(table, partition, found, then));
    }

    private <P, C> void readAgain(
            SimCells<P, C> table, P partition, @Nullable Map<C, Long> found, Consumer<Map<C, Long>> then) {
        if (closed) {
            return;
        }
        if (found == null) {
            node.later(SimWriter.RETRY, () -> read(table, partition, then));
        } else {
            then.accept(found);
        }
    }
}
