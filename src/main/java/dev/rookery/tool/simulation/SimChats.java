package dev.rookery.tool.simulation;

import dev.rookery.domain.ChatId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chats that a node has brought up. */
final class SimChats {
    private final World world;
    private final SimNode node;
    private final SimShards shards;
    private final Map<ChatId, SimChat> chats = new HashMap<>();

    SimChats(World world, SimNode node, SimShards shards) {
        this.world = world;
        this.node = node;
        this.shards = shards;
    }

    /** As the owner. */
    void handle(Request request) {
        int shard = world.shardOf(request.chat());
        SimChat chat = chats.get(request.chat());
        Long epoch = shards.epochOf(shard).orElse(null);
        if (epoch == null) {
            finish(chat, shard, request);
            return;
        }
        chat(request.chat(), shard, epoch).handle(request);
    }

    /** While the shard is let go, what was accepted before is still decided here. */
    private void finish(@Nullable SimChat chat, int shard, Request request) {
        if (chat != null && shards.isDraining(shard)) {
            chat.handle(request);
        } else {
            request.answer().accept(new Answer.Again());
        }
    }

    /** So that its head is known: {@code up} runs when it is served. */
    void bringUp(ChatId id, long epoch, Runnable up) {
        int shard = world.shardOf(id);
        if (shards.epochOf(shard).filter(held -> held == epoch).isPresent()) {
            chat(id, shard, epoch).whenUp(up);
        }
    }

    private SimChat chat(ChatId id, int shard, long epoch) {
        SimChat known = chats.get(id);
        if (known != null && known.tenure().epoch() == epoch) {
            return known;
        }
        SimChat chat = new SimChat(world, node, new Tenure(id, shard, node.id(), epoch));
        chats.put(id, chat);
        chat.begin();
        return chat;
    }

    /** Drops chats that nobody needs. */
    void sweep() {
        for (SimChat chat : List.copyOf(chats.values())) {
            if (chat.mayDrop()) {
                world.tally().add(Tally.Count.CHATS_DROPPED);
                chats.remove(chat.tenure().chat());
                chat.depose();
            }
        }
    }

    boolean isIdle(int shard) {
        return in(shard).stream().allMatch(SimChat::isIdle);
    }

    void close(int shard) {
        in(shard).forEach(SimChat::close);
    }

    void depose(int shard) {
        in(shard).forEach(SimChat::depose);
        chats.values().removeIf(chat -> chat.tenure().shard() == shard);
    }

    private List<SimChat> in(int shard) {
        return chats.values().stream()
                .filter(chat -> chat.tenure().shard() == shard)
                .toList();
    }
}
