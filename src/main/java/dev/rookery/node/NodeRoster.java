package dev.rookery.node;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.MapEvent;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.InvalidConfigException;
import dev.rookery.credentials.ClusterSecret;
import dev.rookery.domain.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that serve. A node is on the roster from the moment its verticles listen until it begins to drain, and only
 * while Hazelcast counts its process as a member: so nobody asks a node that is still starting or already leaving.
 * {@link #join}, {@link #repair} and {@link #leave} block; the reads don't.
 */
final class NodeRoster implements Members {
    static final String MAP = "rookery.nodes";

    private static final Logger log = LoggerFactory.getLogger(NodeRoster.class);

    private final HazelcastInstance hazelcast;
    /** Of strings, as far as nodes write it. */
    private final ReplicatedMap<Object, Object> nodes;

    private final Member self;
    private final KeyIds keys;
    private final ClusterSecret secret;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    /** Of every node that ever served, a few dozen bytes for each life of a node. */
    private final Map<NodeId, UUID> processes = new ConcurrentHashMap<>();
    /** Held while this node writes its own line. */
    private final Object line = new Object();

    private boolean joined;
    private volatile List<Member> serving = List.of();
    private volatile Set<UUID> alive = Set.of();
    private int unreadable;

    NodeRoster(HazelcastInstance hazelcast, Member self, KeyIds keys, ClusterSecret secret) {
        this.hazelcast = hazelcast;
        this.self = self;
        this.keys = keys;
        this.secret = secret;
        this.nodes = hazelcast.getReplicatedMap(MAP);
        nodes.addEntryListener(new EntryListener());
        hazelcast.getCluster().addMembershipListener(new ProcessListener());
        refresh();
    }

    /**
     * Throws {@link InvalidConfigException} if a node that serves signs tokens with a key that this one does not accept, or
     * does not accept this one's. Two that start at the same moment may miss each other: {@link #clash} finds them.
     */
    void join() {
        List<RosterEntry> strangers = strangers();
        if (!strangers.isEmpty()) {
            throw new InvalidConfigException(List.of(otherKeys(strangers)
                    + ": give all nodes the same, or name the others in" + " rookery.auth.otherKeyFiles of each"));
        }
        synchronized (line) {
            joined = true;
            nodes.put(self.id().toString(), ownLine());
        }
        refresh();
    }

    /**
     * Why this node has to end, should it have joined a moment ago: its keys and those of another do not go together.
     *
     * @param whoever whether it has to end whoever the other is; else only if the other has the lower id, so that of two
     *     that joined together one stays
     */
    Optional<String> clash(boolean whoever) {
        List<RosterEntry> before = strangers().stream()
                .filter(entry -> whoever
                        || entry.member().id().value().compareTo(self.id().value()) < 0)
                .toList();
        return before.isEmpty() ? Optional.empty() : Optional.of(otherKeys(before));
    }

    private List<RosterEntry> strangers() {
        return readable().stream()
                .filter(entry ->
                        alive.contains(entry.process()) && !entry.keys().goesWith(keys))
                .toList();
    }

    private String otherKeys(List<RosterEntry> strangers) {
        String others = strangers.stream()
                .map(entry -> entry.member().name() + " (" + entry.keys().signs() + ")")
                .collect(Collectors.joining(", "));
        return "rookery.auth.signingKeyFile holds the key " + keys.signs() + ", and the nodes " + others
                + " sign with another that this node does not know, or do not know this one";
    }

    /** Puts this node back if it has joined and somebody, or a merge, has taken it off or changed what it wrote. */
    void repair() {
        synchronized (line) {
            if (joined && !ownLine().equals(nodes.get(self.id().toString()))) {
                log.atWarn().log("this node was taken off the roster, and puts itself back");
                nodes.put(self.id().toString(), ownLine());
            }
        }
        refresh();
    }

    void leave() {
        synchronized (line) {
            joined = false;
            nodes.remove(self.id().toString());
        }
        refresh();
    }

    private String ownLine() {
        return RosterEntry.write(hazelcast.getCluster().getLocalMember().getUuid(), self, keys, secret);
    }

    /** Processes in the Hazelcast cluster, whether they serve yet or not. */
    int processes() {
        return hazelcast.getCluster().getMembers().size();
    }

    int servingNodes() {
        return serving.size();
    }

    /** Whether the others can see that this node serves, as far as it knows. */
    boolean listsThisNode() {
        return serving.contains(self);
    }

    @Override
    public Member self() {
        return self;
    }

    @Override
    public List<Member> withRole(NodeRole role) {
        List<Member> result = new ArrayList<>();
        for (Member member : serving) {
            if (member.roles().contains(role)) {
                result.add(member);
            }
        }
        return result;
    }

    @Override
    public boolean hasVanished(NodeId id) {
        UUID process = processes.get(id);
        return process != null && !alive.contains(process);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private synchronized void refresh() {
        alive = hazelcast.getCluster().getMembers().stream()
                .map(com.hazelcast.cluster.Member::getUuid)
                .collect(Collectors.toUnmodifiableSet());
        List<Member> now = readable().stream()
                .filter(entry -> alive.contains(entry.process()))
                .peek(entry -> processes.put(entry.member().id(), entry.process()))
                .map(RosterEntry::member)
                .sorted((a, b) -> a.id().value().compareTo(b.id().value()))
                .toList();
        if (!now.equals(serving)) {
            serving = now;
            listeners.forEach(Runnable::run);
        }
    }

    private List<RosterEntry> readable() {
        int others = 0;
        List<RosterEntry> entries = new ArrayList<>();
        for (Map.Entry<Object, Object> each : nodes.entrySet()) {
            Optional<RosterEntry> entry = RosterEntry.read(each.getKey(), each.getValue(), secret);
            entry.ifPresent(entries::add);
            others += entry.isPresent() ? 0 : 1;
        }
        if (others > unreadable) {
            log.atWarn().addKeyValue("lines", others).log("the roster has lines that no node of this cluster wrote");
        }
        unreadable = others;
        return entries;
    }

    private void forget(UUID process) {
        nodes.entrySet().stream()
                .filter(each -> RosterEntry.read(each.getKey(), each.getValue(), secret)
                        .filter(entry -> entry.process().equals(process))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(nodes::remove);
    }

    private final class EntryListener extends EntryAdapter<Object, Object> {
        @Override
        public void onEntryEvent(EntryEvent<Object, Object> event) {
            refresh();
        }

        @Override
        public void onMapEvent(MapEvent event) {
            refresh();
        }
    }

    private final class ProcessListener implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            refresh();
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            refresh();
            forget(event.getMember().getUuid());
        }
    }
}
