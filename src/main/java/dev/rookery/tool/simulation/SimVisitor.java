package dev.rookery.tool.simulation;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.UserId;
import dev.rookery.tool.simulation.Tally.Count;
import java.util.HashMap;
import java.util.Map;

/** A device that is told nothing while it is away, and comes back again and again: it opens only what a sync names. */
final class SimVisitor {
    private static final long LONGEST_ABSENCE = 1_500 * Timeline.MS;

    private final World world;
    private final UserId user;
    private final Map<ChatId, Long> cursors = new HashMap<>();

    SimVisitor(World world) {
        this.world = world;
        this.user = new UserId(world.chance().uuid());
        world.chats().forEach(chat -> cursors.put(chat, 0L));
    }

    UserId user() {
        return user;
    }

    boolean isUpToDate() {
        return cursors.entrySet().stream()
                .allMatch(chat -> chat.getValue() >= world.history().head(chat.getKey()));
    }

    void start() {
        world.timeline().after(world.chance().between(50 * Timeline.MS, LONGEST_ABSENCE), () -> {
            synchronise();
            start();
        });
    }

    private void synchronise() {
        Map<ChatId, Long> named = Map.copyOf(cursors);
        Map<ChatId, Long> acked = new HashMap<>();
        world.chats().forEach(chat -> acked.put(chat, world.history().begun(chat)));
        world.askInbox(world.anyHost(), user, named, toOpen -> {
            world.tally().add(Count.INBOX_SYNCS);
            for (ChatId chat : world.chats()) {
                if (toOpen.contains(chat)) {
                    open(chat);
                } else {
                    world.history().nothingNew(chat, named.getOrDefault(chat, 0L), acked.getOrDefault(chat, 0L));
                }
            }
        });
    }

    private void open(ChatId chat) {
        long after = cursors.getOrDefault(chat, 0L);
        world.ask(world.anyHost(), new Request(chat, null, after, answer -> {
            if (answer instanceof Answer.Synced synced) {
                synced.entries().forEach(entry -> believe(chat, entry));
            }
        }));
    }

    private void believe(ChatId chat, Entry entry) {
        if (entry.seq() == cursors.getOrDefault(chat, 0L) + 1) {
            world.history().shown(entry);
            cursors.put(chat, entry.seq());
        }
    }
}
