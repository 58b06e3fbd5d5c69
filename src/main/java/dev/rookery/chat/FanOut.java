package dev.rookery.chat;

import dev.rookery.bus.BusEvent.DeliverFrame;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.protocol.FrameCodec;
import dev.rookery.protocol.ServerFrame;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one chat on their way to the gateways, in order. One lookup of the members' gateways is under way at a
 * time and serves all frames that were there when it began; a frame never uses a lookup that began before it, since a
 * session that connected in between would miss it.
 */
final class FanOut {
    /** More than a working directory leaves waiting: then the frames go to every gateway at once. */
    private static final int MAX_QUEUED = 256;

    private static final int MAX_QUEUED_BYTES = 4 << 20;

    private final Gateways gateways;
    private final List<UserId> users;
    private final Queue<DeliverFrame> queue = new ArrayDeque<>();
    private int queuedBytes;
    private boolean lookingUp;
    private boolean current = true;
    private boolean hurried;
    /** Tells apart a lookup whose frames were sent without it. */
    private long round;

    FanOut(Gateways gateways, List<UserId> users) {
        this.gateways = gateways;
        this.users = users;
    }

    /** @param except the session that gets an answer of its own, or null */
    void send(ServerFrame frame, @Nullable SessionId except) {
        DeliverFrame delivery = new DeliverFrame(users, except, FrameCodec.encode(frame));
        queue.add(delivery);
        queuedBytes += delivery.frame().length();
        if (hurried || queue.size() > MAX_QUEUED || queuedBytes > MAX_QUEUED_BYTES) {
            deliverAll();
        } else if (!lookingUp) {
            lookUp();
        }
    }

    /** Nothing waits for the directory from now on: the chat is to be let go, and stands still until then. */
    void hurry() {
        hurried = true;
        if (!queue.isEmpty()) {
            deliverAll();
        }
    }

    /** What was sent is not all committed, and another owner may decide otherwise about the rest. */
    void retire() {
        current = false;
    }

    /** Whether what was sent may be sent again. */
    boolean isCurrent() {
        return current;
    }

    boolean isIdle() {
        return queue.isEmpty();
    }

    private void lookUp() {
        lookingUp = true;
        long thisRound = round;
        int covered = queue.size();
        gateways.of(users).onSuccess(nodes -> {
            if (round == thisRound) {
                deliver(covered, nodes);
            }
        });
    }

    private void deliverAll() {
        round++;
        deliver(queue.size(), gateways.everyone());
    }

    private void deliver(int frames, Set<NodeId> nodes) {
        for (int i = 0; i < frames; i++) {
            DeliverFrame next = queue.remove();
            queuedBytes -= next.frame().length();
            gateways.send(nodes, next, this);
        }
        lookingUp = false;
        if (!queue.isEmpty()) {
            lookUp();
        }
    }
}
