package dev.rookery.tool.torture;

import java.util.ArrayList;
import java.util.List;

/** One message of a guest, from when it is wanted. On the loop of the swarm. */
final class Sending {
    final String chat;
    final String clientId;
    final String text;
    final long invokedAt;
    final List<Long> seqs = new ArrayList<>();
    long ackedAt = Op.NEVER;
    /** When it was sent last, or when it counts as sent: the later, the later it is repeated. */
    long sentAt;

    int repeats;
    boolean leftBehind;

    Sending(String chat, String clientId, long now) {
        this.chat = chat;
        this.clientId = clientId;
        this.text = HeldWrites.text(clientId);
        this.invokedAt = now;
        this.sentAt = now;
    }
}
