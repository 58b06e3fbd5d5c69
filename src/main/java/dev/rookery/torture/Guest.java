package dev.rookery.torture;

import dev.rookery.swarm.Account;
import dev.rookery.swarm.FrameText;
import dev.rookery.swarm.Swarm;
import dev.rookery.swarm.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One client that does what docs/client.md asks for: repeats with the same clientId until it is answered, goes to another
 * node when one is silent, catches up by sync after every welcome. Sometimes leaves for no reason. On the loop of the
 * swarm.
 */
final class Guest implements Wire.Listener {
    private static final int IN_FLIGHT = 2;
    private static final long MILLIS = 1_000_000;
    private static final long IMPATIENCE = 1_200 * MILLIS;
    private static final long CONNECT_PATIENCE = 4_000 * MILLIS;
    private static final long SYNC_PATIENCE = 4_000 * MILLIS;
    private static final int LONGEST_REST_MS = 250;
    private static final int LONGEST_RECONNECT_MS = 300;
    /** One send in so many is followed by leaving. */
    private static final int LEAVES = 150;

    private final Swarm swarm;
    private final Account account;
    private final List<URI> nodes;
    private final Counts counts;
    private final Random random;
    private final Map<String, View> views = new LinkedHashMap<>();
    private final List<String> chats = new ArrayList<>();
    private final Map<String, Sending> outstanding = new LinkedHashMap<>();
    private final List<Sending> all = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private @Nullable Wire wire;
    /** Tells apart what happens on this connection and on those before it. */
    private int generation;

    private long connectingSince;
    private long syncSince;
    private boolean synced;
    private boolean sending = true;
    private int node;
    private long nextSend;
    private long nextConnect;
    private int sent;

    Guest(Swarm swarm, Account account, List<URI> nodes, Counts counts, long seed) {
        this.swarm = swarm;
        this.account = account;
        this.nodes = nodes;
        this.counts = counts;
        this.random = new Random(seed);
        this.node = random.nextInt(nodes.size());
    }

    /** What all guests did together. */
    static final class Counts {
        int sent;
        int acked;
        int repeated;
        int connected;
        int syncs;
    }

    private static final class Sending {
        private final String chat;
        private final String clientId;
        private final String text;
        private final long invokedAt;
        private final List<Long> seqs = new ArrayList<>();
        private long ackedAt = Op.NEVER;
        private long sentAt;

        Sending(String chat, String clientId, String text, long now) {
            this.chat = chat;
            this.clientId = clientId;
            this.text = text;
            this.invokedAt = now;
        }
    }

    void join(String chat) {
        views.put(chat, new View());
        chats.add(chat);
    }

    Account account() {
        return account;
    }

    /** To be called again and again, some times a second. */
    void tick(long now) {
        if (wire == null) {
            if (connectingSince == 0 && now >= nextConnect) {
                connect(now);
            } else if (connectingSince != 0 && now - connectingSince > CONNECT_PATIENCE) {
                leave(now);
            }
            return;
        }
        if (!synced && now - syncSince > SYNC_PATIENCE) {
            leave(now);
            return;
        }
        if (synced && views.values().stream().anyMatch(View::hasGap)) {
            sync(now);
        }
        repeatOrGiveUp(now);
        if (sending && outstanding.size() < IN_FLIGHT && now >= nextSend) {
            begin(now);
        }
    }

    private void connect(long now) {
        connectingSince = now;
        int mine = ++generation;
        node = (node + 1 + random.nextInt(nodes.size())) % nodes.size();
        var unused = Wire.open(swarm, nodes.get(node), account.token(), new OneConnection(mine))
                .onSuccess(opened -> {
                    if (mine == generation) {
                        wire = opened;
                        connectingSince = 0;
                        counts.connected++;
                        sync(System.nanoTime());
                        outstanding.values().forEach(this::repeat);
                    } else {
                        opened.close();
                    }
                })
                .onFailure(failure -> {
                    if (mine == generation) {
                        leave(System.nanoTime());
                    }
                });
    }

    /** Events of a connection that was left are dropped, as when the process of a client had ended. */
    private final class OneConnection implements Wire.Listener {
        private final int mine;

        OneConnection(int mine) {
            this.mine = mine;
        }

        @Override
        public void received(String frame) {
            if (mine == generation) {
                Guest.this.received(frame);
            }
        }

        @Override
        public void closed(int code) {
            if (mine == generation) {
                Guest.this.closed(code);
            }
        }
    }

    private void leave(long now) {
        generation++;
        if (wire != null) {
            wire.close();
        }
        wire = null;
        synced = false;
        connectingSince = 0;
        nextConnect = now + random.nextInt(LONGEST_RECONNECT_MS) * MILLIS;
    }

    private void sync(long now) {
        JsonObject cursors = new JsonObject();
        views.forEach((chat, view) -> {
            view.forgetAboveCursor();
            cursors.put(chat, view.cursor());
        });
        syncSince = now;
        synced = false;
        counts.syncs++;
        write(new JsonObject()
                .put("type", "sync")
                .put("id", "sync-" + generation)
                .put("only", true)
                .put("cursors", cursors));
    }

    private void write(JsonObject frame) {
        if (wire != null) {
            wire.write(frame.encode());
        }
    }

    private void begin(long now) {
        String chat = chats.get(random.nextInt(chats.size()));
        String clientId = account.username() + "-" + sent;
        sent++;
        counts.sent++;
        Sending message = new Sending(chat, clientId, "text of " + clientId, now);
        outstanding.put(clientId, message);
        all.add(message);
        nextSend = now + random.nextInt(LONGEST_REST_MS) * MILLIS;
        send(message, now);
        if (random.nextInt(LEAVES) == 0) {
            leave(now);
        }
    }

    private void send(Sending message, long now) {
        message.sentAt = now;
        if (wire != null) {
            wire.send(message.chat, message.clientId, message.text);
        }
    }

    private void repeat(Sending message) {
        counts.repeated++;
        send(message, System.nanoTime());
    }

    /** Silence may be the node's or the chat's: half of the time another node is asked. */
    private void repeatOrGiveUp(long now) {
        for (Sending message : List.copyOf(outstanding.values())) {
            if (now - message.sentAt > IMPATIENCE) {
                if (random.nextBoolean()) {
                    leave(now);
                    return;
                }
                repeat(message);
            }
        }
    }

    @Override
    public void received(String frame) {
        long now = System.nanoTime();
        if (FrameText.isOf(frame, "message")) {
            JsonObject message = new JsonObject(frame);
            View view = views.get(message.getString("chat"));
            if (view != null) {
                view.live(row(message), message.getLong("committed"));
            }
        } else if (FrameText.isOf(frame, "ack")) {
            acked(FrameText.string(frame, "clientId"), FrameText.number(frame, "seq"), now);
        } else if (FrameText.isOf(frame, "entries")) {
            entries(new JsonObject(frame));
        } else if (FrameText.isOf(frame, "synced")) {
            JsonObject answer = new JsonObject(frame);
            if (answer.getJsonArray("again", new JsonArray()).isEmpty()) {
                synced = true;
            } else {
                sync(now);
            }
        } else if (FrameText.isOf(frame, "error")) {
            refused(new JsonObject(frame), now);
        }
    }

    private void acked(String clientId, long seq, long now) {
        Sending message = outstanding.remove(clientId);
        if (message == null) {
            message = all.stream()
                    .filter(one -> one.clientId.equals(clientId))
                    .findFirst()
                    .orElseThrow();
        } else {
            message.ackedAt = now;
            counts.acked++;
        }
        message.seqs.add(seq);
        View view = views.get(message.chat);
        if (view != null) {
            view.live(new Row(seq, account.id(), account.device(), clientId, message.text), seq);
        }
    }

    private void entries(JsonObject frame) {
        View view = views.get(frame.getString("chat"));
        if (view != null) {
            view.entries(frame.getLong("after"), frame.getLong("upTo"), rows(frame.getJsonArray("messages")));
        }
    }

    private void refused(JsonObject error, long now) {
        String clientId = error.getString("clientId", "");
        Sending message = outstanding.get(clientId);
        if (Boolean.FALSE.equals(error.getBoolean("retryable"))) {
            refusals.add(account.username() + " was told " + error.getString("code") + " about " + clientId
                    + error.getString("id", ""));
        } else if (message != null) {
            // Repeated by the tick, after what the server asked for.
            message.sentAt = now - IMPATIENCE + Math.min(1_000, error.getLong("retryAfterMs", 200L)) * MILLIS;
        } else {
            syncSince = now - SYNC_PATIENCE + 200 * MILLIS;
        }
    }

    @Override
    public void closed(int code) {
        wire = null;
        synced = false;
        nextConnect = System.nanoTime() + random.nextInt(LONGEST_RECONNECT_MS) * MILLIS;
    }

    /** No new messages from now on. */
    void finish() {
        sending = false;
    }

    /** Connects anew, so that everything comes by sync once more. */
    void visitAgain() {
        leave(System.nanoTime());
    }

    boolean isDone() {
        return outstanding.isEmpty() && synced;
    }

    List<Op> ops() {
        return all.stream()
                .map(one -> new Op(
                        one.chat,
                        account.id(),
                        account.device(),
                        one.clientId,
                        one.text,
                        one.invokedAt,
                        one.ackedAt,
                        one.seqs))
                .toList();
    }

    Map<String, List<Row>> settled() {
        Map<String, List<Row>> settled = new TreeMap<>();
        views.forEach((chat, view) -> settled.put(chat, view.settled()));
        return settled;
    }

    List<String> refusals() {
        return refusals;
    }

    static List<Row> rows(JsonArray messages) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            rows.add(row(messages.getJsonObject(i)));
        }
        return rows;
    }

    private static Row row(JsonObject message) {
        return new Row(
                message.getLong("seq"),
                message.getString("sender"),
                message.getString("device"),
                message.getString("clientId"),
                message.getString("text"));
    }
}
