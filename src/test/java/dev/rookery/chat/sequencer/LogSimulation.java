package dev.rookery.chat.sequencer;

import dev.rookery.chat.sequencer.Admission.Reason;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One random schedule over a {@link ChatLog}: people send, repeat and change their minds, the store fails in every way it
 * can, the owner crashes and another recovers from what is stored. {@link LogChecker} watches. The same seed gives the
 * same schedule.
 */
final class LogSimulation {
    static final LogLimits LIMITS = new LogLimits(16, 10, 8, 400, 200, 64);
    /** Sends are repeated while at most so many others were begun after them: within what a log remembers. */
    private static final int REPEATED_UP_TO = 20;

    private static final List<SendKey> PEOPLE = List.of(person(1), person(2), person(3));

    private final ChatId chat = new ChatId(new UUID(0, 1));
    private final Random random;
    private final LogLimits limits;
    private final @Nullable Sabotage sabotage;
    private final LogChecker checker = new LogChecker();
    private final TreeMap<Long, Entry> store = new TreeMap<>();
    private final Deque<Send> recentSends = new ArrayDeque<>();
    private final Map<Event, Integer> events = new EnumMap<>(Event.class);
    private ChatLog log;
    private @Nullable WriteBatch out;
    /** Whether the store is, for a while. */
    private boolean slow;

    private long millis = 1;
    private int sends;

    /** What must have happened in some schedule, or the simulation shows nothing. */
    enum Event {
        ACCEPTED,
        JOINED,
        REPEAT_OF_STORED,
        CONFLICT,
        FULL,
        STORED,
        NOT_STORED,
        STORED_WITHOUT_KNOWING,
        LATE_WRITE,
        CRASH,
        CRASH_AFTER_STORING,
        WINDOW_FULL,
        BUCKET_EDGE
    }

    /** A protection that is switched off, to see the checker find it. */
    enum Sabotage {
        NO_MEMORY_OF_SENDS,
        WINDOW_TOO_WIDE,
        BATCH_OVER_BUCKET_EDGE,
        ACK_BEFORE_STORED,
        REPEAT_NOT_IDENTICAL,
        RECOVERY_MISSES_AN_ENTRY
    }

    LogSimulation(long seed, @Nullable Sabotage sabotage) {
        this.random = new Random(seed);
        this.sabotage = sabotage;
        this.limits = new LogLimits(
                sabotage == Sabotage.WINDOW_TOO_WIDE ? LIMITS.window() + 8 : LIMITS.window(),
                sabotage == Sabotage.BATCH_OVER_BUCKET_EDGE ? Integer.MAX_VALUE : LIMITS.bucketSize(),
                LIMITS.maxWaiting(),
                LIMITS.maxWaitingCharacters(),
                LIMITS.maxBatchCharacters(),
                sabotage == Sabotage.NO_MEMORY_OF_SENDS ? 0 : LIMITS.remembered());
        this.log = new ChatLog(chat, limits, List.of());
    }

    private static SendKey person(long id) {
        return new SendKey(new UserId(new UUID(0, id)), new DeviceId(new UUID(1, id)), new ClientId("-"));
    }

    /** Throws {@link LogChecker.Violation} when something went wrong. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        heal();
        checker.checkEnd(store);
    }

    Map<Event, Integer> events() {
        return events;
    }

    private void step() {
        if (random.nextInt(100) == 0) {
            slow = !slow;
        }
        int dice = random.nextInt(100);
        if (dice < 45) {
            send(newSend());
        } else if (dice < 60) {
            repeat(false);
        } else if (dice < 65) {
            repeat(true);
        } else if (dice < 97) {
            if (!slow || random.nextInt(10) == 0) {
                answerWrite();
            }
        } else {
            crash();
        }
        advance();
    }

    private Send newSend() {
        SendKey person = PEOPLE.get(random.nextInt(PEOPLE.size()));
        SendKey key = new SendKey(person.sender(), person.device(), new ClientId("c" + ++sends));
        Send send = new Send(key, null, new Content.Message(new MessageText("x".repeat(1 + random.nextInt(60)))));
        recentSends.add(send);
        if (recentSends.size() > REPEATED_UP_TO) {
            recentSends.remove();
        }
        return send;
    }

    private void repeat(boolean otherText) {
        List<Send> known = List.copyOf(recentSends);
        if (!known.isEmpty()) {
            Send send = known.get(random.nextInt(known.size()));
            send(otherText ? new Send(send.key(), null, new Content.Message(new MessageText("other"))) : send);
        }
    }

    private void send(Send send) {
        checker.begun(send);
        Admission admission = log.admit(send);
        if (admission instanceof Admission.Accepted) {
            happened(Event.ACCEPTED);
            checker.accepted(send);
        } else if (admission instanceof Admission.Joined) {
            happened(Event.JOINED);
        } else if (admission instanceof Admission.Stored stored) {
            happened(Event.REPEAT_OF_STORED);
            checker.answered(send, stored.seq(), store);
        } else if (admission instanceof Admission.Refused refused) {
            happened(refused.reason() == Reason.CONFLICT ? Event.CONFLICT : Event.FULL);
            checker.refused(send, refused.reason());
        }
    }

    private void advance() {
        Step step = log.advance(Instant.ofEpochMilli(++millis));
        step.assigned().forEach(checker::assigned);
        if (log.waiting() > 0) {
            happened(Event.WINDOW_FULL);
        }
        if (step.write() != null) {
            write(step.write());
        }
    }

    private void write(WriteBatch batch) {
        checker.written(batch);
        List<Entry> entries = batch.entries();
        if (entries.get(entries.size() - 1).seq() % LIMITS.bucketSize() == LIMITS.bucketSize() - 1) {
            happened(Event.BUCKET_EDGE);
        }
        out = batch;
        if (sabotage == Sabotage.ACK_BEFORE_STORED) {
            checker.committed(log.stored(batch), store);
        }
    }

    /** The outcome of the batch that is out: it is stored or not, and the owner hears of it or not. */
    private void answerWrite() {
        WriteBatch batch = out;
        if (batch == null) {
            return;
        }
        int dice = random.nextInt(10);
        if (dice < 6) {
            happened(Event.STORED);
            apply(batch);
            out = null;
            checker.committed(log.stored(batch), store);
            if (dice == 0) {
                happened(Event.LATE_WRITE);
                apply(batch);
            }
        } else {
            happened(dice < 8 ? Event.NOT_STORED : Event.STORED_WITHOUT_KNOWING);
            applyPartly(batch, dice >= 8);
            if (log.failed(batch)) {
                WriteBatch again = sabotage == Sabotage.REPEAT_NOT_IDENTICAL ? restamped(batch) : batch;
                checker.written(again);
                out = again;
            }
        }
    }

    private static WriteBatch restamped(WriteBatch batch) {
        List<Entry> entries = new ArrayList<>();
        for (Entry e : batch.entries()) {
            entries.add(new Entry(
                    e.chat(),
                    e.seq(),
                    e.messages(),
                    e.author(),
                    e.device(),
                    e.clientId(),
                    e.at().plusMillis(1),
                    e.content()));
        }
        return new WriteBatch(batch.number(), entries);
    }

    private void apply(WriteBatch batch) {
        batch.entries().forEach(entry -> store.put(entry.seq(), entry));
    }

    /** A failed write is there as a whole or not at all, but only within one bucket. */
    private void applyPartly(WriteBatch batch, boolean first) {
        long bucket = batch.entries().get(0).seq() / LIMITS.bucketSize();
        boolean second = random.nextBoolean();
        for (Entry entry : batch.entries()) {
            if (entry.seq() / LIMITS.bucketSize() == bucket ? first : second) {
                store.put(entry.seq(), entry);
            }
        }
    }

    /** The owner is gone; what it had at the store either arrived or never will. Nobody hears of either. */
    private void crash() {
        if (out != null) {
            boolean stored = random.nextBoolean();
            applyPartly(out, stored);
            happened(stored ? Event.CRASH_AFTER_STORING : Event.CRASH);
        }
        out = null;
        List<Entry> all = List.copyOf(store.values());
        List<Entry> tail = all.subList(Math.max(0, all.size() - LIMITS.remembered()), all.size());
        if (sabotage == Sabotage.RECOVERY_MISSES_AN_ENTRY && !tail.isEmpty()) {
            tail = tail.subList(0, tail.size() - 1);
        }
        log = new ChatLog(chat, limits, tail);
        checker.recovered(store);
    }

    /** The store works again and everybody repeats what was not answered. */
    private void heal() {
        drain();
        for (Send send : List.copyOf(recentSends)) {
            send(send);
            advance();
            drain();
        }
    }

    private void drain() {
        while (out != null) {
            WriteBatch batch = out;
            out = null;
            apply(batch);
            checker.committed(log.stored(batch), store);
            advance();
        }
    }

    private void happened(Event event) {
        events.merge(event, 1, Integer::sum);
    }
}
