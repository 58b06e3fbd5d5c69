package dev.rookery.tool.torture;

import dev.rookery.tool.swarm.Account;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one guest sends and was told about it: everything is repeated with the same clientId until it is answered. On the
 * loop of the swarm.
 */
final class Outbox {
    private static final int IN_FLIGHT = 2;
    private static final long MILLIS = 1_000_000;
    /** How long the first answer is waited for; twice as long for that of each repeat. */
    private static final long IMPATIENCE = 1_200 * MILLIS;

    private static final int MOST_DOUBLINGS = 3;
    private static final long LONGEST_PUT_OFF_MS = 1_000;

    private final Account account;
    private final Counts counts;
    private final Map<String, Sending> all = new LinkedHashMap<>();
    private final Map<String, Sending> outstanding = new LinkedHashMap<>();

    Outbox(Account account, Counts counts) {
        this.account = account;
        this.counts = counts;
    }

    boolean hasRoom() {
        return outstanding.size() < IN_FLIGHT;
    }

    boolean isEmpty() {
        return outstanding.isEmpty();
    }

    Sending begin(String chat, long now) {
        Sending message = new Sending(chat, account.username() + "-" + all.size(), now);
        all.put(message.clientId, message);
        outstanding.put(message.clientId, message);
        counts.sent++;
        return message;
    }

    /** The sender goes offline for no reason but its own. */
    void leaveBehind() {
        outstanding.values().forEach(message -> message.leftBehind = true);
    }

    /** How many of a chat have no answer. */
    int unanswered(String chat) {
        int count = 0;
        for (Sending message : outstanding.values()) {
            count += message.chat.equals(chat) ? 1 : 0;
        }
        return count;
    }

    /** All that have no answer. */
    List<Sending> waiting() {
        return List.copyOf(outstanding.values());
    }

    /** Those that were silent for too long. */
    List<Sending> overdue(long now) {
        return outstanding.isEmpty()
                ? List.of()
                : outstanding.values().stream()
                        .filter(message -> now - message.sentAt > patience(message))
                        .toList();
    }

    private static long patience(Sending message) {
        return IMPATIENCE << Math.min(message.repeats, MOST_DOUBLINGS);
    }

    void repeated(Sending message, long now) {
        counts.repeated++;
        message.repeats++;
        message.sentAt = now;
    }

    /** Returns the message as it stands in the log. Acks of messages that had one count too: their seq is checked. */
    Sending acked(String clientId, long seq, long now) {
        Sending message = all.get(clientId);
        if (message == null) {
            throw new IllegalStateException("an ack of " + clientId + ", which nobody sent");
        }
        if (outstanding.remove(clientId) != null) {
            message.ackedAt = now;
            counts.acked++;
            counts.answered.add(message.chat);
        }
        message.seqs.add(seq);
        return message;
    }

    /** The server asked to try again in so long; false if that was not about a message that waits. */
    boolean putOff(String clientId, long millis, long now) {
        @Nullable Sending message = outstanding.get(clientId);
        if (message == null) {
            return false;
        }
        counts.putOff++;
        message.sentAt = now - patience(message) + Math.min(LONGEST_PUT_OFF_MS, millis) * MILLIS;
        return true;
    }

    /** When that message was acknowledged, if it is one of ours and was. */
    Optional<Long> ackedAt(String clientId) {
        return Optional.ofNullable(all.get(clientId))
                .filter(message -> message.ackedAt != Op.NEVER)
                .map(message -> message.ackedAt);
    }

    List<Op> ops() {
        return all.values().stream()
                .map(one -> new Op(
                        one.chat,
                        account.id(),
                        account.device(),
                        one.clientId,
                        one.text,
                        one.invokedAt,
                        one.ackedAt,
                        one.seqs,
                        one.leftBehind))
                .toList();
    }
}
