package dev.rookery.ownership;

import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.chat.sequencer.Admission;
import dev.rookery.chat.sequencer.ChatLog;
import dev.rookery.chat.sequencer.LogLimits;
import dev.rookery.chat.sequencer.Send;
import dev.rookery.chat.sequencer.SendKey;
import dev.rookery.chat.sequencer.Step;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Three nodes that own one chat in turn, seen by a gateway whose table is late, over links that keep the order of what they
 * do not lose. Time is counted, not waited for; the logs are real ones.
 */
final class MovingOwners implements OrderedSends.Owner {
    private static final int NODES = 3;
    private static final LogLimits LIMITS = LogLimits.standard(1_000, 64);

    private final Random random;
    private final double loss;
    private final ChatId chat;
    private final PriorityQueue<Turn> turns =
            new PriorityQueue<>(Comparator.comparingLong(Turn::at).thenComparingInt(Turn::number));
    private final List<Entry> committed = new ArrayList<>();
    private final long[] arrival = new long[NODES];
    private ChatLog log;
    private int owner;
    private int known;
    private int turn;
    private int pauses;
    private long now = 1L << 40;

    MovingOwners(long seed, ChatId chat, double loss) {
        this.random = new Random(seed);
        this.chat = chat;
        this.loss = loss;
        this.log = new ChatLog(chat, LIMITS, List.of());
    }

    private record Turn(long at, int number, Runnable action) {}

    void after(long micros, Runnable action) {
        turns.add(new Turn(now + micros * 1_000, turn++, action));
    }

    void run() {
        for (Turn next = turns.poll(); next != null; next = turns.poll()) {
            now = next.at();
            next.action().run();
        }
    }

    /** Nobody owns the chat for a moment, then another node or the same one; the gateway hears of it later. */
    void move() {
        log.close();
        after(random.nextInt(60_000), () -> {
            var unused = log.depose();
            log = new ChatLog(chat, LIMITS, committed);
            owner = random.nextInt(NODES);
            after(random.nextInt(40_000), () -> known = owner);
        });
    }

    List<String> texts() {
        return committed.stream().map(entry -> entry.content().fingerprint()).toList();
    }

    @Override
    public Future<MessageStored> ask(SendMessage message) {
        Promise<MessageStored> answer = Promise.promise();
        int asked = known;
        after(2_000_000, () -> answer.tryFail(new RookeryException(ErrorCode.OWNER_UNAVAILABLE, "silence")));
        if (random.nextDouble() >= loss) {
            arrival[asked] = Math.max(arrival[asked], now + random.nextInt(3_000) * 1_000L);
            turns.add(new Turn(arrival[asked], turn++, () -> arrived(asked, message, answer)));
        }
        return answer.future();
    }

    private void arrived(int asked, SendMessage message, Promise<MessageStored> answer) {
        Future<MessageStored> outcome = asked == owner ? admit(message) : refused(ErrorCode.WRONG_OWNER);
        if (random.nextDouble() >= loss) {
            after(random.nextInt(3_000), () -> {
                if (!answer.future().isComplete()) {
                    outcome.onComplete(answer::handle);
                }
            });
        }
    }

    private Future<MessageStored> admit(SendMessage message) {
        SendKey key = new SendKey(message.sender(), message.device(), message.clientId());
        SendKey after =
                message.after() == null ? null : new SendKey(message.sender(), message.device(), message.after());
        Admission admission = log.admit(new Send(key, null, message.content()), after);
        if (admission instanceof Admission.Refused refused) {
            return refused(refused.reason() == Admission.Reason.FULL ? ErrorCode.OVERLOADED : ErrorCode.WRONG_OWNER);
        }
        Step step = log.advance(Instant.EPOCH);
        if (step.write() != null) {
            committed.addAll(log.stored(step.write()));
        }
        return Future.succeededFuture(new MessageStored(committed.size(), Instant.EPOCH, 1));
    }

    private static Future<MessageStored> refused(ErrorCode code) {
        return Future.failedFuture(new RookeryException(code, code.title()));
    }

    @Override
    public Future<?> pause(ChatId chat, Duration pause) {
        pauses++;
        Promise<Void> over = Promise.promise();
        after(pause.toNanos() / 1_000, over::complete);
        return over.future();
    }

    @Override
    public long now() {
        return now;
    }

    int pauses() {
        return pauses;
    }
}
