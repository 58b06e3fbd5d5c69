package dev.rookery.tool.simulation;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.inbox.InboxSync;
import dev.rookery.inbox.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A gateway finds out in which of a user's chats there may be something new: asks each owner once, then reads the inbox. */
final class SimInboxSync {
    private static final long OWNERS_PATIENCE = 500 * Timeline.MS;

    private final World world;
    private final SimNode node;
    private final UserId user;
    private final Map<ChatId, Long> cursors;
    private final Consumer<List<ChatId>> answer;
    private final InboxSync sync;
    private final long noticed;
    private Map<ChatId, Long> early = Map.of();
    private boolean reading;

    SimInboxSync(World world, SimNode node, UserId user, Map<ChatId, Long> cursors, Consumer<List<ChatId>> answer) {
        this.world = world;
        this.node = node;
        this.user = user;
        this.cursors = cursors;
        this.answer = answer;
        this.sync = new InboxSync(cursors);
        this.noticed = node.mending().losses().noticed();
    }

    void begin() {
        if (world.sabotaged(Sabotage.HEADS_READ_FIRST)) {
            world.store().inboxes().heads().read(node.inbox(), user, found -> {
                if (found != null) {
                    early = found;
                    askOwners();
                }
            });
        } else {
            askOwners();
        }
    }

    private void askOwners() {
        Map<NodeId, List<ChatId>> owners = new HashMap<>();
        cursors.keySet().forEach(chat -> node.ownerOf(chat)
                .ifPresent(owner -> owners.computeIfAbsent(owner, unseen -> new ArrayList<>())
                        .add(chat)));
        int[] missing = {owners.size()};
        owners.forEach((owner, chats) -> node.askHeat(owner, chats, standings -> {
            standings.forEach(sync::heard);
            if (--missing[0] == 0) {
                readInbox();
            }
        }));
        node.later(owners.isEmpty() ? 0 : OWNERS_PATIENCE, this::readInbox);
    }

    /** Begins after the answers of the owners: a chat that is written into the inbox in between is in one of them. */
    private void readInbox() {
        if (reading) {
            return;
        }
        reading = true;
        if (world.sabotaged(Sabotage.HEADS_READ_FIRST)) {
            finish(early);
            return;
        }
        world.store().inboxes().heads().read(node.inbox(), user, found -> {
            if (found != null && node.mending().losses().isWholeSince(noticed)) {
                finish(found);
            } else {
                answer.accept(List.copyOf(cursors.keySet()));
            }
        });
    }

    private void finish(Map<ChatId, Long> heads) {
        for (ChatId chat : cursors.keySet()) {
            Standing standing = sync.standing(chat);
            world.tally()
                    .add(
                            standing instanceof Standing.Cold
                                    ? Tally.Count.COLD_ANSWERS
                                    : standing instanceof Standing.Hot
                                            ? Tally.Count.HOT_ANSWERS
                                            : Tally.Count.UNKNOWN_ANSWERS);
            sync.read(chat, OptionalLong.of(heads.getOrDefault(chat, 0L)));
        }
        answer.accept(sync.toOpen());
    }
}
