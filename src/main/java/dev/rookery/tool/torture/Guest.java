package dev.rookery.tool.torture;

import dev.rookery.tool.swarm.Account;
import dev.rookery.tool.swarm.FrameText;
import dev.rookery.tool.swarm.Swarm;
import dev.rookery.tool.swarm.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One client that does what docs/client.md asks for: connects again when it has to, to another node when one is silent,
 * and catches up by sync after every welcome. Sometimes leaves for no reason. On the loop of the swarm.
 */
final class Guest {
    private static final long MILLIS = 1_000_000;
    private static final long CONNECT_PATIENCE = 4_000 * MILLIS;
    private static final long SYNC_PATIENCE = 4_000 * MILLIS;
    private static final long SYNC_AGAIN = 200 * MILLIS;
    private static final int FIRST_RECONNECT_MS = 300;
    private static final int LONGEST_RECONNECT_MS = 4_800;
    private static final long RETRY_AFTER_MS = 200;
    /** One send in so many is followed by leaving. */
    private static final int LEAVES = 150;
    /** Of one send in so many the chat was read before. */
    private static final int READS = 3;

    private final Swarm swarm;
    private final Account account;
    private final Balancer balancer;
    private final Counts counts;
    private final int longestRestMs;
    private final Random random;
    private final Views views = new Views();
    private final Outbox outbox;
    private final Reads reads;
    private final List<String> refusals = new ArrayList<>();
    private final Reconnects reconnects = new Reconnects();
    private SignsOfLife life = new SignsOfLife();
    private @Nullable Wire wire;
    /** Tells apart what happens on this connection and on those before it. */
    private int generation;

    private int node;
    /** Whether this one counts among the connections of its node. */
    private boolean entered;

    private long connectingSince;
    private long syncSince;
    private boolean synced;
    /** Whether this is the visit at the end. */
    private boolean counting;

    private boolean sending = true;
    private boolean hurried;
    private long nextSend;
    private long nextConnect;
    /** The bound of the pause before the next connection: doubles until a sync is done. */
    private int reconnectMs = FIRST_RECONNECT_MS;

    /** @param longestRestMs between two messages, half of it on average */
    Guest(Swarm swarm, Account account, Balancer balancer, Counts counts, int longestRestMs, long seed) {
        this.swarm = swarm;
        this.account = account;
        this.balancer = balancer;
        this.counts = counts;
        this.longestRestMs = longestRestMs;
        this.random = new Random(seed);
        this.outbox = new Outbox(account, counts);
        this.reads = new Reads(account.id());
        this.nextConnect = System.nanoTime() + random.nextInt(longestRestMs) * MILLIS;
    }

    void join(String chat) {
        views.join(chat);
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
            leaveSilence(now);
            return;
        }
        life.waits(!outbox.isEmpty(), now);
        if (life.isGone(now)) {
            balancer.failed(node, now);
            leaveSilence(now);
            return;
        }
        if (life.mustAsk(now)) {
            wire.write("{\"type\":\"ping\"}");
        }
        if (synced && views.haveGap(outbox::unanswered)) {
            sync(now);
        }
        repeatOrGiveUp(now);
        if (!sending && synced) {
            say(reads.overdue(now));
        }
        if (sending && wire != null && outbox.hasRoom() && (hurried || now >= nextSend)) {
            begin(now);
        }
    }

    private void connect(long now) {
        connectingSince = now;
        int mine = ++generation;
        node = balancer.next(random, now);
        balancer.entered(node);
        entered = true;
        var unused = Wire.open(swarm, balancer.uri(node), account.token(), new OneConnection(mine))
                .onSuccess(opened -> {
                    if (mine == generation) {
                        welcomed(opened, System.nanoTime());
                    } else {
                        opened.close();
                    }
                })
                .onFailure(failure -> {
                    if (mine == generation) {
                        balancer.failed(node, System.nanoTime());
                        leave(System.nanoTime());
                    }
                });
    }

    private void welcomed(Wire opened, long now) {
        wire = opened;
        connectingSince = 0;
        life = new SignsOfLife();
        life.heard(now);
        counts.connected++;
        reconnects.connected(now);
        sync(now);
        outbox.waiting().forEach(message -> repeat(message, now));
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
                reconnects.forced();
                leave(System.nanoTime());
            }
        }
    }

    private void leaveSilence(long now) {
        reconnects.forced();
        leave(now);
    }

    private void leave(long now) {
        generation++;
        if (wire != null) {
            wire.close();
        }
        if (entered) {
            balancer.left(node);
            entered = false;
        }
        wire = null;
        synced = false;
        connectingSince = 0;
        nextConnect = now + random.nextInt(reconnectMs) * MILLIS;
        reconnectMs = Math.min(LONGEST_RECONNECT_MS, 2 * reconnectMs);
    }

    private void sync(long now) {
        syncSince = now;
        synced = false;
        counts.syncs++;
        if (wire != null) {
            wire.write(new JsonObject()
                    .put("type", "sync")
                    .put("id", "sync-" + generation)
                    // As clients fill a gap; else as they come back, which goes by the inbox.
                    .put("only", !counting && random.nextInt(4) == 0)
                    .put("cursors", views.cursors())
                    .put("versions", counting ? new JsonObject() : views.versions())
                    .encode());
        }
    }

    private void begin(long now) {
        List<String> chats = views.chats();
        Sending message = outbox.begin(chats.get(random.nextInt(chats.size())), now);
        nextSend = now + random.nextInt(longestRestMs) * MILLIS;
        send(message);
        if (random.nextInt(READS) == 0 && wire != null) {
            String read = chats.get(random.nextInt(chats.size()));
            wire.write(reads.say(read, views.cursor(read)).encode());
        }
        if (random.nextInt(LEAVES) == 0 && !balancer.isSteady()) {
            outbox.leaveBehind();
            leave(now);
        }
    }

    private void send(Sending message) {
        if (wire != null) {
            wire.send(message.chat, message.clientId, message.text);
        }
    }

    private void repeat(Sending message, long now) {
        outbox.repeated(message, now);
        send(message);
    }

    /** Silence may be the node's or the chat's: of those that go on being silent half are asked for at another node. */
    private void repeatOrGiveUp(long now) {
        for (Sending message : outbox.overdue(now)) {
            if (message.repeats > 0 && random.nextBoolean() && !balancer.isSteady()) {
                leaveSilence(now);
                return;
            }
            repeat(message, now);
        }
    }

    private void received(String frame) {
        long now = System.nanoTime();
        life.heard(now);
        if (FrameText.isOf(frame, "entry")) {
            views.message(new JsonObject(frame));
        } else if (FrameText.isOf(frame, "committed")) {
            views.committed(new JsonObject(frame));
        } else if (FrameText.isOf(frame, "ack")) {
            acked(new JsonObject(frame), now);
        } else if (FrameText.isOf(frame, "chats")) {
            JsonObject heads = new JsonObject(frame);
            views.heads(heads);
            say(reads.heads(heads.getJsonArray("chats")));
        } else if (FrameText.isOf(frame, "entries")) {
            views.entries(new JsonObject(frame));
        } else if (FrameText.isOf(frame, "receipts")) {
            reads.receipts(new JsonObject(frame));
        } else if (FrameText.isOf(frame, "synced")) {
            JsonObject answer = new JsonObject(frame);
            if (answer.getJsonArray("again", new JsonArray()).isEmpty()) {
                synced = true;
                reconnectMs = FIRST_RECONNECT_MS;
            } else {
                sync(now);
            }
        } else if (FrameText.isOf(frame, "error")) {
            refused(new JsonObject(frame), now);
        }
    }

    private void say(List<JsonObject> frames) {
        for (JsonObject frame : frames) {
            if (wire != null) {
                wire.write(frame.encode());
            }
        }
    }

    private void acked(JsonObject ack, long now) {
        String clientId = ack.getString("clientId");
        long seq = ack.getLong("seq");
        Sending message = outbox.acked(clientId, seq, now);
        Row own = new Row(seq, account.id(), account.device(), clientId, message.text);
        views.own(message.chat, own, ack.getLong("epoch"));
        reads.wrote(message.chat, seq);
    }

    private void refused(JsonObject error, long now) {
        String clientId = error.getString("clientId", "");
        if (Boolean.FALSE.equals(error.getBoolean("retryable"))) {
            refusals.add(account.username() + " was told " + error.getString("code") + " about " + clientId
                    + error.getString("id", ""));
        } else if (!outbox.putOff(clientId, error.getLong("retryAfterMs", RETRY_AFTER_MS), now)) {
            syncSince = now - SYNC_PATIENCE + SYNC_AGAIN;
        }
    }

    /** Sends without a rest, as fast as it is answered. */
    void hurry(boolean now) {
        hurried = now;
    }

    /** No new messages from now on. */
    void finish() {
        sending = false;
    }

    /** Connects anew, so that everything comes by sync once more, and every head: it says what is unread now. */
    void visitAgain() {
        counting = true;
        leave(System.nanoTime());
    }

    /** Offline for a while: how long its messages take says nothing then. */
    void goAway() {
        outbox.leaveBehind();
        leave(System.nanoTime());
    }

    boolean isDone() {
        return outbox.isEmpty() && synced && reads.areKnown();
    }

    Map<String, Unread> unread() {
        return reads.unread();
    }

    List<Op> ops() {
        return outbox.ops();
    }

    Optional<Long> ackedAt(String clientId) {
        return outbox.ackedAt(clientId);
    }

    Map<String, List<Row>> settled() {
        return views.settled();
    }

    List<String> refusals() {
        return refusals;
    }

    /** How often within that time a node left this client, and it had to find another. */
    int reconnects(long from, long to) {
        return reconnects.between(from, to);
    }
}
