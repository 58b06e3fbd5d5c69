package dev.rookery.chat;

import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.NodeId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One node's view of the cluster, changed by the test. */
public final class FixedMembers implements Members {
    private final Member self;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Member> serving;

    public FixedMembers(Member self, List<Member> serving) {
        this.self = self;
        this.serving = List.copyOf(serving);
    }

    void become(List<Member> now) {
        serving = List.copyOf(now);
        listeners.forEach(Runnable::run);
    }

    @Override
    public Member self() {
        return self;
    }

    @Override
    public List<Member> withRole(NodeRole role) {
        return serving.stream().filter(member -> member.roles().contains(role)).toList();
    }

    @Override
    public boolean hasVanished(NodeId id) {
        return serving.stream().noneMatch(member -> member.id().equals(id));
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
