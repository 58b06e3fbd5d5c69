package dev.rookery.tool.simulation;

import dev.rookery.chat.sequencer.LogLimits;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.UserId;
import dev.rookery.store.ShardRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One schedule: three hosts, a store, a bus, some clients, and everything that goes wrong between them. */
final class World {
    static final int HOSTS = 3;

    private static final int CLIENTS = 3;
    private static final int VISITORS = 2;
    private static final int MAX_WAITING = 64;
    private static final int MAX_CHARACTERS = 100_000;
    private static final int SABOTAGED_WINDOW_FACTOR = 3;
    private static final long STORM = 22 * Timeline.SECOND;
    private static final long PATIENCE = 90 * Timeline.SECOND;
    /** Who stands still for longer is lost to it for good. */
    static final long CLUSTER_MANAGER_WAITS = 8 * Timeline.SECOND;

    private static final long LATE_MUTATIONS = 25 * Timeline.SECOND;

    /** Small on purpose: windows fill up and buckets end all the time. */
    record Sizes(int shards, int window, int bucketSize, int remembered) {
        static final Sizes SMALL = new Sizes(2, 4, 12, 80);

        SimPartition.Place placeOf(ChatId chat, long seq) {
            return new SimPartition.Place(chat, seq / bucketSize);
        }
    }

    private final Timeline timeline = new Timeline();
    private final Chance chance;
    private final Tally tally = new Tally();
    private final Sizes sizes = Sizes.SMALL;
    private final @Nullable Sabotage sabotage;
    private final History history = new History(tally, sizes.window());
    private final SimTransport transport;
    private final SimStore store;
    private final SimBus bus;
    private final List<SimNode> hosts = new ArrayList<>();
    private final List<Departed> departed = new ArrayList<>();
    /** Processes that the bus does not connect, though there is a network between them; until one of them ends. */
    private final Set<Set<NodeId>> splits = new HashSet<>();

    private final List<ChatId> chats = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();
    private final List<SimVisitor> visitors = new ArrayList<>();
    private final Nemesis nemesis;
    private Weather weather;
    private boolean calm;
    private boolean truce;

    /** A dead node that the others still take for a member. */
    private record Departed(SimNode node, long until) {}

    World(long seed, @Nullable Sabotage sabotage) {
        this.chance = new Chance(seed);
        this.sabotage = sabotage;
        this.weather = Weather.of(chance);
        this.transport = new SimTransport(timeline, chance, weather);
        this.store = new SimStore(transport, history, sizes.shards());
        this.bus = new SimBus(timeline, chance, weather);
        for (int chat = 0; chat < sizes.shards(); chat++) {
            chats.add(new ChatId(chance.uuid()));
        }
        for (int host = 0; host < HOSTS; host++) {
            hosts.add(new SimNode(this, host, new NodeId(chance.uuid())));
        }
        SimClient.Temper temper = chance.oneOf(SimClient.Temper.ALL);
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(new SimClient(this, temper));
        }
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            visitors.add(new SimVisitor(this));
        }
        this.nemesis = new Nemesis(this);
    }

    /** Throws {@link Violation}. */
    void run() {
        hosts.forEach(SimNode::start);
        clients.forEach(SimClient::start);
        visitors.forEach(SimVisitor::start);
        nemesis.start();
        new FenceWatch(this).start();
        timeline.runUntil(STORM);
        nemesis.stop();
        calm = true;
        weather = Weather.CALM;
        transport.weather(weather);
        bus.weather(weather);
        while (!settled() && timeline.now() < STORM + PATIENCE) {
            timeline.runUntil(timeline.now() + Timeline.SECOND);
        }
        Violation.require(settled(), "liveness", "after everything healed some send got no ack");
        timeline.runUntil(timeline.now() + LATE_MUTATIONS);
        while (!settled() && timeline.now() < STORM + 2 * PATIENCE) {
            timeline.runUntil(timeline.now() + Timeline.SECOND);
        }
        Violation.require(settled(), "liveness", "late writes stopped a client from catching up");
        chats.forEach(this::checkLog);
        clients.forEach(SimClient::check);
    }

    private boolean settled() {
        return clients.stream().allMatch(client -> client.isDone() && client.isUpToDate())
                && visitors.stream().allMatch(SimVisitor::isUpToDate);
    }

    private void checkLog(ChatId chat) {
        for (int spared = 0; spared < SimStore.REPLICAS; spared++) {
            history.checkLog(chat, look(chat, spared), reader(spared));
            for (UserId user : visitors()) {
                history.checkInbox(
                        chat, store.inboxes().heads().look(user, spared).getOrDefault(chat, 0L));
            }
        }
    }

    /** A deletion of this message was acknowledged. */
    void checkDeleted(ChatId chat, long target) {
        if (hosts.stream().anyMatch(node -> node.mending().isUnaware())) {
            // What the store has just lost is mended by whoever finds out.
            return;
        }
        for (int spared = 0; spared < SimStore.REPLICAS; spared++) {
            history.deletionAcked(chat, target, look(chat, spared), reader(spared));
        }
    }

    private Map<Long, Entry> look(ChatId chat, int spared) {
        long buckets = (history.head(chat) + 2L * sizes.window()) / sizes.bucketSize();
        TreeMap<Long, Entry> log = new TreeMap<>();
        for (long bucket = 0; bucket <= buckets; bucket++) {
            log.putAll(store.log().look(new SimPartition.Place(chat, bucket), spared));
        }
        return log;
    }

    private static String reader(int spared) {
        return "a reader without replica " + spared;
    }

    Timeline timeline() {
        return timeline;
    }

    Chance chance() {
        return chance;
    }

    Tally tally() {
        return tally;
    }

    Sizes sizes() {
        return sizes;
    }

    History history() {
        return history;
    }

    SimStore store() {
        return store;
    }

    SimTransport transport() {
        return transport;
    }

    SimBus bus() {
        return bus;
    }

    Weather weather() {
        return weather;
    }

    /** Whether nothing goes wrong any more. */
    boolean isCalm() {
        return calm;
    }

    /** Whether nothing happens to nodes and between them, as it would at the worst moment of something else. */
    boolean hasTruce() {
        return truce;
    }

    void truce(boolean now) {
        truce = now;
    }

    List<SimNode> nodes() {
        return List.copyOf(hosts);
    }

    List<ChatId> chats() {
        return chats;
    }

    /** Whose inboxes are read. */
    List<UserId> visitors() {
        return visitors.stream().map(SimVisitor::user).toList();
    }

    boolean sabotaged(Sabotage way) {
        return sabotage == way;
    }

    LogLimits limits() {
        int window = sabotaged(Sabotage.WIDE_WINDOW) ? SABOTAGED_WINDOW_FACTOR * sizes.window() : sizes.window();
        return new LogLimits(
                window, sizes.bucketSize(), MAX_WAITING, MAX_CHARACTERS, MAX_CHARACTERS, sizes.remembered());
    }

    int shardOf(ChatId chat) {
        return chats.indexOf(chat) % sizes.shards();
    }

    SimNode host(int host) {
        return hosts.get(host);
    }

    int anyHost() {
        return chance.below(HOSTS);
    }

    @Nullable SimNode find(NodeId id) {
        return hosts.stream().filter(node -> node.id().equals(id)).findFirst().orElse(null);
    }

    /** From a client to a host and back; nothing comes back from a host that is down. */
    void ask(int host, Request request) {
        SimNode node = hosts.get(host);
        Consumer<Answer> back =
                answer -> bus.sendOutside(Runnable::run, () -> request.answer().accept(answer));
        bus.sendOutside(
                node.inbox(), () -> node.ask(new Request(request.chat(), request.send(), request.after(), back)));
    }

    /** Which chats a device has to open that has the others as far as it says. */
    void askInbox(int host, UserId user, Map<ChatId, Long> cursors, Consumer<List<ChatId>> answer) {
        SimNode node = hosts.get(host);
        Consumer<List<ChatId>> back = toOpen -> bus.sendOutside(Runnable::run, () -> answer.accept(toOpen));
        bus.sendOutside(node.inbox(), () -> new SimInboxSync(this, node, user, cursors, back).begin());
    }

    void deliver(long epoch, Entry entry, long committed) {
        clients.forEach(client -> bus.sendOutside(Runnable::run, () -> client.deliver(epoch, entry, committed)));
    }

    void announce(SimNode from, ShardRow row) {
        for (SimNode node : hosts) {
            if (!areSplit(from, node)) {
                bus.send(from.host(), node.host(), node.inbox(), () -> node.announced(row));
            }
        }
    }

    void ping(SimNode from, Consumer<NodeId> heard) {
        ping(from, heard, node -> !areSplit(from, node));
    }

    void pingOnLifelines(SimNode from, Consumer<NodeId> heard) {
        ping(from, heard, node -> true);
    }

    private void ping(SimNode from, Consumer<NodeId> heard, Predicate<SimNode> reached) {
        for (SimNode node : hosts) {
            if (node != from && reached.test(node)) {
                bus.send(
                        from.host(),
                        node.host(),
                        node.inbox(),
                        () -> bus.send(node.host(), from.host(), from.inbox(), () -> heard.accept(node.id())));
            }
        }
    }

    boolean areSplit(SimNode one, SimNode other) {
        return one != other && splits.contains(Set.of(one.id(), other.id()));
    }

    void split(SimNode one, SimNode other) {
        splits.add(Set.of(one.id(), other.id()));
    }

    void splitOff(SimNode node) {
        hosts.stream().filter(other -> other != node).forEach(other -> split(node, other));
    }

    /** Whom a host takes for serving members: available, not consistent. */
    List<NodeId> roster(int host) {
        departed.removeIf(gone -> gone.until() < timeline.now());
        List<NodeId> roster = new ArrayList<>();
        departed.forEach(gone -> roster.add(gone.node().id()));
        IntStream.range(0, HOSTS)
                .filter(other -> bus.reaches(host, other))
                .mapToObj(hosts::get)
                .filter(node -> node.isServing() && !node.isDead() && !areSplit(hosts.get(host), node))
                .forEach(node -> roster.add(node.id()));
        return roster;
    }

    /** A supervisor starts the next process of the host. */
    void died(SimNode node) {
        departed.add(new Departed(node, timeline.now() + chance.between(0, 5 * Timeline.SECOND)));
        timeline.after(chance.between(300 * Timeline.MS, 3 * Timeline.SECOND), () -> {
            if (hosts.get(node.host()) == node) {
                SimNode next = new SimNode(this, node.host(), new NodeId(chance.uuid()));
                hosts.set(node.host(), next);
                next.start();
            }
        });
    }

    long eventsMade() {
        return timeline.eventsMade();
    }
}
