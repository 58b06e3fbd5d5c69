package dev.rookery.tool.bench;

import dev.rookery.config.ConfigLoader;
import dev.rookery.config.RookeryConfig.CassandraConfig;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import dev.rookery.store.MessageLog;
import dev.rookery.store.cassandra.CassandraStores;
import dev.rookery.tool.engine.EngineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The message log with no server in front, usually in a keyspace of its own: what the store alone takes and does. */
final class StoreAlone {
    private static final long EPOCH = 1;
    /** An append with the first entry of a bucket is one statement more. */
    private static final long FIRST_SEQ = 2;

    private final CassandraStores stores;
    private final String text;

    private StoreAlone(CassandraStores stores, int textBytes) {
        this.stores = stores;
        this.text = "x".repeat(textBytes);
    }

    static Future<StoreAlone> open(Vertx vertx, Ground ground, int textBytes) {
        StoreAddress address = ground.store()
                .orElseThrow(() -> new EngineException("The shapes ack and batch need Cassandra: say where it is with"
                        + " --cassandra, or leave them out of --shapes."));
        return CassandraStores.open(vertx, config(address)).map(stores -> new StoreAlone(stores, textBytes));
    }

    private static CassandraConfig config(StoreAddress address) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ROOKERY_CASSANDRA_CONTACT_POINTS", address.cassandra().toString());
        environment.put("ROOKERY_CASSANDRA_KEYSPACE", address.keyspace());
        return ConfigLoader.loadCassandra(Optional.empty(), environment);
    }

    /** A chat nobody has. */
    Chat chat() {
        return new Chat(new ChatId(UUID.randomUUID()));
    }

    Future<Void> close() {
        return stores.close();
    }

    /** A chat whose entries go to the store as they are. */
    final class Chat {
        private final ChatId id;
        private final UserId sender = new UserId(UUID.randomUUID());
        private final DeviceId device = new DeviceId(UUID.randomUUID());
        private long next = FIRST_SEQ;

        private Chat(ChatId id) {
            this.id = id;
        }

        /** So many more entries, or up to the end of a partition, as one statement; completes with their number. */
        Future<Integer> append(int count) {
            List<Entry> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                if (next % MessageLog.BUCKET_SIZE == 0) {
                    next++;
                }
                entries.add(new Entry(
                        id,
                        next,
                        next,
                        sender,
                        device,
                        new ClientId(Long.toString(next)),
                        Instant.EPOCH,
                        new Content.Message(new MessageText(text))));
                next++;
                if (next % MessageLog.BUCKET_SIZE == 0) {
                    break;
                }
            }
            return stores.log().append(id, EPOCH, entries).map(stored -> entries.size());
        }
    }
}
