package dev.rookery.tool.torture;

import java.util.List;

/**
 * One message somebody wanted to send, with everything its sender was told about it. Times are of one clock.
 *
 * @param invokedAt when it was sent first
 * @param ackedAt when it was acknowledged first; {@link #NEVER} if it was not
 * @param seqs of all its acks, in the order they came
 * @param leftBehind whether its sender went offline by itself while it waited: how long it took says nothing then
 */
record Op(
        String chat,
        String sender,
        String device,
        String clientId,
        String text,
        long invokedAt,
        long ackedAt,
        List<Long> seqs,
        boolean leftBehind) {
    static final long NEVER = Long.MAX_VALUE;

    Op {
        seqs = List.copyOf(seqs);
    }

    boolean isAcked() {
        return ackedAt != NEVER;
    }

    Row row(long seq) {
        return new Row(seq, sender, device, clientId, text);
    }
}
