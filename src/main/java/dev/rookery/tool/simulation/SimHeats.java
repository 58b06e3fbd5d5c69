package dev.rookery.tool.simulation;

import dev.rookery.domain.ChatId;
import dev.rookery.inbox.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a node knows about hot chats, by shard, and what it says about it. */
final class SimHeats {
    private final World world;
    private final SimNode node;
    private final Map<Integer, SimHeat> heats = new HashMap<>();

    SimHeats(World world, SimNode node) {
        this.world = world;
        this.node = node;
    }

    /** Of a shard that the node has, from its first use on. */
    SimHeat of(int shard, long epoch) {
        SimHeat known = heats.get(shard);
        if (known != null && known.epoch() == epoch) {
            return known;
        }
        close(shard);
        SimHeat heat = new SimHeat(world, node, shard, epoch);
        heats.put(shard, heat);
        heat.start();
        return heat;
    }

    /** Looks after what earlier owners left, though nobody asks. */
    void begin(int shard, long epoch) {
        SimHeat begun = of(shard, epoch);
        assert begun.epoch() == epoch;
    }

    void close(int shard) {
        SimHeat heat = heats.remove(shard);
        if (heat != null) {
            heat.close();
        }
    }

    void tick() {
        List.copyOf(heats.values()).forEach(SimHeat::tick);
    }

    /** How these chats stand, for somebody who asked just now. */
    void ask(List<ChatId> chats, Consumer<Map<ChatId, Standing>> answer) {
        if (world.sabotaged(Sabotage.COLD_UNCONFIRMED)) {
            answer.accept(standings(chats));
        } else {
            node.confirm(confirmed -> answer.accept(standings(chats)));
        }
    }

    private Map<ChatId, Standing> standings(List<ChatId> chats) {
        Map<ChatId, Standing> standings = new HashMap<>();
        chats.forEach(chat -> standings.put(chat, standing(chat)));
        return standings;
    }

    private Standing standing(ChatId chat) {
        int shard = world.shardOf(chat);
        return node.shards()
                .epochOf(shard)
                .map(epoch -> of(shard, epoch).machine().standing(chat))
                .map(standing -> standing instanceof Standing.Unknown && world.sabotaged(Sabotage.COLD_UNKNOWN)
                        ? Standing.COLD
                        : standing)
                .orElse(Standing.UNKNOWN);
    }
}
