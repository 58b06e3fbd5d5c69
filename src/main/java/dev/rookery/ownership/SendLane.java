package dev.rookery.ownership;

import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.domain.RookeryException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one session sends to one chat, in order. In the calm nothing waits: each send names the one before it that has no
 * answer yet, and an owner takes none whose predecessor it does not know. Once an attempt has to be repeated, whatever is
 * not under way waits behind the first without an answer; that one is repeated alone until it has one, then all others
 * follow at once. An error that is worth a repeat is the answer to everything behind it that no owner took: so who repeats
 * them in order keeps their order.
 */
final class SendLane {
    private final OrderedSends.Owner owner;
    private final Runnable emptied;
    /** Those without an answer, the first one first. */
    private final Deque<Unanswered> sends = new ArrayDeque<>(2);
    /** Whether an attempt has to be repeated, and the first goes alone. */
    private boolean troubled;

    private boolean pausing;

    SendLane(OrderedSends.Owner owner, Runnable emptied) {
        this.owner = owner;
        this.emptied = emptied;
    }

    private static final class Unanswered {
        private final SendMessage message;
        private final long deadline;
        private final Promise<MessageStored> answer = Promise.promise();
        private boolean underWay;
        private int failures;
        /** The error of one that was before it: it is not repeated any more. */
        private @Nullable Throwable last;

        Unanswered(SendMessage message, long deadline) {
            this.message = message;
            this.deadline = deadline;
        }

        boolean isAnswered() {
            return answer.future().isComplete();
        }
    }

    Future<MessageStored> send(SendMessage message) {
        Unanswered before = sends.peekLast();
        Unanswered send = new Unanswered(message, owner.now() + OwnerClient.DEADLINE.toNanos());
        sends.add(send);
        if (troubled) {
            goOn();
        } else {
            attempt(send, before);
        }
        return send.answer.future();
    }

    private void attempt(Unanswered send, @Nullable Unanswered before) {
        send.underWay = true;
        owner.ask(before == null ? send.message : send.message.after(before.message.clientId()))
                .onComplete(result -> {
                    send.underWay = false;
                    attempted(send, result);
                });
    }

    private void attempted(Unanswered send, AsyncResult<MessageStored> result) {
        if (result.succeeded()) {
            boolean first = remove(send);
            send.answer.complete(result.result());
            follow(first && send.failures > 0);
            return;
        }
        boolean moved = OwnerClient.ownerMoved(result.cause());
        if (moved && send.last == null && !isLate(send)) {
            send.failures++;
            troubled = true;
            goOn();
        } else {
            fail(send, moved && send.last != null ? send.last : result.cause());
        }
    }

    private void fail(Unanswered send, Throwable error) {
        List<Unanswered> behind = isRetryable(error) ? behind(send) : List.of();
        boolean first = remove(send);
        send.answer.fail(error);
        for (Unanswered next : behind) {
            if (next.underWay) {
                next.last = error;
            } else if (sends.remove(next)) {
                next.answer.fail(error);
            }
        }
        follow(first && send.failures > 0);
    }

    /** @param found whether the owner is found again */
    private void follow(boolean found) {
        if (sends.isEmpty()) {
            troubled = false;
            emptied.run();
        } else if (troubled && found) {
            sendAll();
        } else if (troubled) {
            goOn();
        }
    }

    private void sendAll() {
        troubled = false;
        Unanswered before = null;
        for (Unanswered send : List.copyOf(sends)) {
            if (!send.underWay && !send.isAnswered() && !troubled) {
                attempt(send, before);
            }
            before = send.isAnswered() ? before : send;
        }
    }

    /** Has the first one asked for alone, after a pause. */
    private void goOn() {
        Unanswered first = sends.peek();
        if (first == null || first.underWay || pausing) {
            return;
        }
        pausing = true;
        Duration pause = OwnerClient.PAUSE.delay(Math.max(1, first.failures));
        owner.pause(first.message.chat(), pause).onComplete(over -> {
            pausing = false;
            Unanswered next = sends.peek();
            if (next != null && !next.underWay) {
                attempt(next, null);
            }
        });
    }

    private List<Unanswered> behind(Unanswered send) {
        return sends.stream().dropWhile(other -> other != send).skip(1).toList();
    }

    /** @return whether it was the first */
    private boolean remove(Unanswered send) {
        boolean first = sends.peek() == send;
        sends.remove(send);
        return first;
    }

    private boolean isLate(Unanswered send) {
        return owner.now() + OwnerClient.PAUSE.most().toNanos() - send.deadline >= 0;
    }

    private static boolean isRetryable(Throwable error) {
        return error instanceof RookeryException known && known.code().retryable();
    }
}
