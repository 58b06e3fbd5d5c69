package dev.rookery.ownership.machine;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.NodeId;

/** The fixed partition of all chats, and the rendezvous weights that spread shards over nodes. */
public final class Shards {
    /** Fixed for the life of a cluster: the owner table has a row per shard. */
    public static final int COUNT = 256;

    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private Shards() {}

    public static int of(ChatId chat) {
        long mixed =
                mix(chat.value().getMostSignificantBits() ^ mix(chat.value().getLeastSignificantBits()));
        return (int) Long.remainderUnsigned(mixed, COUNT);
    }

    /** The node with the highest weight of a shard should own it (Thaler and Ravishankar, 1998). */
    static long weight(int shard, NodeId node) {
        long id = mix(node.value().getMostSignificantBits() ^ mix(node.value().getLeastSignificantBits()));
        return mix(id ^ (shard + 1) * GOLDEN_RATIO);
    }

    /** The finalizer of MurmurHash3: every input bit reaches every output bit. */
    private static long mix(long value) {
        long h = value;
        h = (h ^ (h >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
        return h ^ (h >>> 33);
    }
}
