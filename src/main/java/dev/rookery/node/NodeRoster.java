package dev.rookery.node;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.MapEvent;
import com.hazelcast.replicatedmap.ReplicatedMap;
import dev.rookery.bus.Members;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The nodes that serve. A node is on the roster from the moment its verticles listen until it begins to drain, and only
 * while Hazelcast counts its process as a member: so nobody asks a node that is still starting or already leaving.
 * {@link #join} and {@link #leave} block; the reads don't.
 */
final class NodeRoster implements Members {
    private static final String MAP = "rookery.nodes";

    private final HazelcastInstance hazelcast;
    private final ReplicatedMap<String, String> nodes;
    private final Member self;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    /** Of every node that ever served, a few dozen bytes for each life of a node. */
    private final Map<NodeId, UUID> processes = new ConcurrentHashMap<>();

    private volatile List<Member> serving = List.of();
    private volatile Set<UUID> alive = Set.of();

    NodeRoster(HazelcastInstance hazelcast, Member self) {
        this.hazelcast = hazelcast;
        this.self = self;
        this.nodes = hazelcast.getReplicatedMap(MAP);
        nodes.addEntryListener(new EntryListener());
        hazelcast.getCluster().addMembershipListener(new ProcessListener());
        refresh();
    }

    void join() {
        UUID process = hazelcast.getCluster().getLocalMember().getUuid();
        nodes.put(self.id().toString(), RosterEntry.write(process, self));
        refresh();
    }

    void leave() {
        nodes.remove(self.id().toString());
        refresh();
    }

    /** Processes in the Hazelcast cluster, whether they serve yet or not. */
    int processes() {
        return hazelcast.getCluster().getMembers().size();
    }

    int servingNodes() {
        return serving.size();
    }

    @Override
    public Member self() {
        return self;
    }

    @Override
    public List<Member> withRole(Role role) {
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
        List<Member> now = nodes.entrySet().stream()
                .map(entry -> RosterEntry.read(entry.getKey(), entry.getValue()))
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

    private void forget(UUID process) {
        nodes.entrySet().stream()
                .filter(entry -> RosterEntry.read(entry.getKey(), entry.getValue())
                        .process()
                        .equals(process))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(nodes::remove);
    }

    private final class EntryListener extends EntryAdapter<String, String> {
        @Override
        public void onEntryEvent(EntryEvent<String, String> event) {
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
