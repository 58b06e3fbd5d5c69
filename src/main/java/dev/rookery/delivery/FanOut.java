package dev.rookery.delivery;

import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.wire.FrameCodec;
import dev.rookery.wire.ServerFrame;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one chat on their way to the gateways, to each in order. A frame goes at once where the last lookup of the
 * members' gateways found them, and stays until a lookup that began after it has said where else: a session may have
 * connected in between. One lookup is under way at a time and serves all frames that were there when it began.
 */
public final class FanOut {
    /** More than a working directory leaves waiting: then the frames go to every gateway at once. */
    private static final int MAX_QUEUED = 256;

    private static final int MAX_QUEUED_BYTES = 4 << 20;

    private final Gateways gateways;
    private final List<UserId> users;
    private final Queue<Sent> queue = new ArrayDeque<>();
    private int queuedBytes;
    /** Where the last lookup found members. */
    private Set<NodeId> known = Set.of();

    private boolean lookingUp;
    private boolean current = true;
    private boolean hurried;
    /** Tells apart a lookup whose frames were sent without it. */
    private long round;

    private static final class Sent {
        private final DeliverFrame frame;
        private Set<NodeId> nodes = Set.of();

        private Sent(DeliverFrame frame) {
            this.frame = frame;
        }
    }

    public FanOut(Gateways gateways, List<UserId> users) {
        this.gateways = gateways;
        this.users = users;
    }

    /** @param except the session that gets an answer of its own, or null */
    public void send(ServerFrame frame, @Nullable SessionId except) {
        Sent next = new Sent(new DeliverFrame(users, except, FrameCodec.encode(frame)));
        queue.add(next);
        queuedBytes += next.frame.frame().length();
        deliver(next, known);
        if (hurried || queue.size() > MAX_QUEUED || queuedBytes > MAX_QUEUED_BYTES) {
            deliverAll();
        } else if (!lookingUp) {
            lookUp();
        }
    }

    /** Where the newest lookup found members: who connected since then had a sync. */
    public Set<NodeId> known() {
        return known;
    }

    /** Nothing waits for the directory from now on: the chat is to be let go, and stands still until then. */
    public void hurry() {
        hurried = true;
        if (!queue.isEmpty()) {
            deliverAll();
        }
    }

    /** What was sent is not all committed, and another owner may decide otherwise about the rest. */
    public void retire() {
        current = false;
    }

    /** Whether what was sent may be sent again. */
    boolean isCurrent() {
        return current;
    }

    public boolean isIdle() {
        return queue.isEmpty();
    }

    private void lookUp() {
        lookingUp = true;
        long thisRound = round;
        int covered = queue.size();
        gateways.of(users, known.isEmpty()).onSuccess(nodes -> {
            if (round == thisRound) {
                found(covered, nodes);
            }
        });
    }

    private void deliverAll() {
        round++;
        found(queue.size(), gateways.everyone());
    }

    /** Frames that came after the lookup began go there as well, for those after them will, but await their own lookup. */
    private void found(int covered, Set<NodeId> nodes) {
        queue.forEach(frame -> deliver(frame, nodes));
        for (int i = 0; i < covered; i++) {
            Sent sent = queue.remove();
            queuedBytes -= sent.frame.frame().length();
            gateways.decided(sent.frame, sent.nodes, this);
        }
        known = nodes;
        lookingUp = false;
        if (!queue.isEmpty()) {
            lookUp();
        }
    }

    private void deliver(Sent sent, Set<NodeId> nodes) {
        if (sent.nodes.isEmpty()) {
            gateways.send(nodes, sent.frame, this);
            sent.nodes = nodes;
        } else if (!sent.nodes.containsAll(nodes)) {
            Set<NodeId> more = new HashSet<>(nodes);
            more.removeAll(sent.nodes);
            gateways.send(more, sent.frame, this);
            more.addAll(sent.nodes);
            sent.nodes = more;
        }
    }
}
