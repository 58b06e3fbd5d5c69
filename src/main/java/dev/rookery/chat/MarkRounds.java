package dev.rookery.chat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When the marks of chats are stored and told. Stored a second after somebody said so, or a good while later where the next
 * owner of the chat could find them out; what comes meanwhile goes along. On one event loop only.
 */
final class MarkRounds {
    static final Duration SOON = Duration.ofMillis(900);
    static final Duration LATER = Duration.ofSeconds(20);

    /** In the order in which they are due. */
    private final Map<Receipts, Long> soon = new LinkedHashMap<>();

    private final Map<Receipts, Long> later = new LinkedHashMap<>();
    private final Set<Receipts> telling = new LinkedHashSet<>();

    void storeSoon(Receipts chat) {
        soon.putIfAbsent(chat, System.nanoTime() + SOON.toNanos());
    }

    void storeLater(Receipts chat) {
        later.putIfAbsent(chat, System.nanoTime() + LATER.toNanos());
    }

    /** Until there is nothing to tell. */
    void tell(Receipts chat) {
        telling.add(chat);
    }

    /** To be called a few times a second. */
    void sweep(long now) {
        for (Receipts chat : List.copyOf(telling)) {
            chat.tell(now);
            if (!chat.isToTell()) {
                telling.remove(chat);
            }
        }
        sweep(soon, now);
        sweep(later, now);
    }

    private static void sweep(Map<Receipts, Long> waiting, long now) {
        while (!waiting.isEmpty()) {
            Map.Entry<Receipts, Long> first = waiting.entrySet().iterator().next();
            if (first.getValue() - now > 0) {
                return;
            }
            waiting.remove(first.getKey());
            first.getKey().store();
        }
    }

    /** The chat is not here any more. */
    void forget(Receipts chat) {
        soon.remove(chat);
        later.remove(chat);
        telling.remove(chat);
    }
}
