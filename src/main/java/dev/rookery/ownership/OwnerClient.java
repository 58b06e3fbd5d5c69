package dev.rookery.ownership;

import dev.rookery.async.Backoff;
import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusClient;
import dev.rookery.bus.message.BusReply;
import dev.rookery.bus.message.ChatReply.MessageStored;
import dev.rookery.bus.message.ChatRequest;
import dev.rookery.bus.message.ChatRequest.SendMessage;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks the owner of a chat, wherever it is. While ownership moves the request is repeated, so every request must be safe
 * to repeat; at the deadline the last failure is the answer. Fails with {@code overloaded} at once when more wait for the
 * owner than it answers in time. Any thread.
 */
public final class OwnerClient {
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    static final Duration DEADLINE = Duration.ofSeconds(8);
    /**
     * A shard that is let go has its next owner after a few tens of milliseconds, or some hundred on a busy machine, one of a
     * dead node after seconds. Asking again costs little: who lets a shard go refuses at once.
     */
    static final Backoff PAUSE = new Backoff(Duration.ofMillis(15), Duration.ofMillis(100));

    private final Vertx vertx;
    private final BusClient bus;
    private final ChatOwnership ownership;
    private final OwnerLoad load = new OwnerLoad();
    /** One for all sessions. */
    private final OrderedSends.Owner attempts = new Attempts();

    public OwnerClient(Vertx vertx, BusClient bus, ChatOwnership ownership) {
        this.vertx = vertx;
        this.bus = bus;
        this.ownership = ownership;
    }

    public <R extends BusReply> Future<R> ask(ChatId chat, ChatRequest<R> request) {
        return attempt(chat, request, System.nanoTime() + DEADLINE.toNanos(), 1);
    }

    /** For the sends of one session. Beyond what {@link #ask} promises, those of a chat keep their order. */
    public OrderedSends inOrder() {
        return new OrderedSends(attempts);
    }

    /**
     * Asks about many chats, each owner once. When ownership moves meanwhile, the chats concerned are grouped anew.
     *
     * @param request makes the request for some of the chats, all of one owner
     */
    public <R extends BusReply> Future<List<R>> askEach(
            List<ChatId> chats, Function<List<ChatId>, ChatRequest<R>> request) {
        return attemptEach(chats, request, System.nanoTime() + DEADLINE.toNanos(), 1);
    }

    /**
     * As {@link #askEach}, but once only: who does not answer is left out.
     *
     * @param request makes the request for some of the chats, all of one owner
     */
    public <R extends BusReply> Future<List<Told<R>>> askEachOnce(
            List<ChatId> chats, Function<List<ChatId>, ChatRequest<R>> request) {
        Map<Optional<NodeId>, List<ChatId>> byOwner = chats.stream().collect(Collectors.groupingBy(ownership::ownerOf));
        List<Future<R>> answers = new ArrayList<>();
        List<List<ChatId>> groups = List.copyOf(byOwner.values());
        groups.forEach(group -> answers.add(askOnce(group.get(0), request.apply(group))));
        return Future.join(answers).otherwiseEmpty().map(done -> {
            List<Told<R>> told = new ArrayList<>();
            for (int i = 0; i < groups.size(); i++) {
                if (answers.get(i).succeeded()) {
                    told.add(new Told<>(groups.get(i), answers.get(i).result()));
                }
            }
            return told;
        });
    }

    /** What an owner says about these chats. */
    public record Told<R extends BusReply>(List<ChatId> chats, R reply) {
        public Told {
            chats = List.copyOf(chats);
        }
    }

    private <R extends BusReply> Future<List<R>> attemptEach(
            List<ChatId> chats, Function<List<ChatId>, ChatRequest<R>> request, long deadline, int number) {
        Map<Optional<NodeId>, List<ChatId>> byOwner = chats.stream().collect(Collectors.groupingBy(ownership::ownerOf));
        List<Future<List<R>>> answers = byOwner.values().stream()
                .map(group -> askOnce(group.get(0), request.apply(group))
                        .map(List::of)
                        .recover(failure -> retried(
                                failure,
                                group.get(0),
                                deadline,
                                number,
                                () -> attemptEach(group, request, deadline, number + 1))))
                .toList();
        return Future.all(answers).map(done -> answers.stream()
                .flatMap(answer -> answer.result().stream())
                .toList());
    }

    private <R extends BusReply> Future<R> attempt(ChatId chat, ChatRequest<R> request, long deadline, int number) {
        return askOnce(chat, request)
                .recover(failure ->
                        retried(failure, chat, deadline, number, () -> attempt(chat, request, deadline, number + 1)));
    }

    private <T> Future<T> retried(
            Throwable failure, ChatId chat, long deadline, int failures, Supplier<Future<T>> again) {
        Duration pause = PAUSE.delay(failures);
        boolean late = System.nanoTime() + pause.toNanos() - deadline >= 0;
        if (late || !ownerMoved(failure)) {
            return Future.failedFuture(failure);
        }
        ownership.doubt(chat);
        return vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).compose(fired -> again.get());
    }

    /** As {@link #ask}, but once only: for what is worthless a moment later. */
    public <R extends BusReply> Future<R> askOnce(ChatId chat, ChatRequest<R> request) {
        return ownership
                .ownerOf(chat)
                .map(owner -> load.within(owner, () -> bus.ask(BusAddress.chat(owner), request, ATTEMPT)))
                .orElseGet(() -> Future.failedFuture(
                        new RookeryException(ErrorCode.OWNER_UNAVAILABLE, "The cluster has no chat node right now")));
    }

    static boolean ownerMoved(Throwable failure) {
        if (!(failure instanceof RookeryException known)) {
            return false;
        }
        ErrorCode code = known.code();
        return code == ErrorCode.WRONG_OWNER || code == ErrorCode.OWNER_UNAVAILABLE;
    }

    private final class Attempts implements OrderedSends.Owner {
        @Override
        public Future<MessageStored> ask(SendMessage message) {
            return askOnce(message.chat(), message);
        }

        @Override
        public Future<?> pause(ChatId chat, Duration pause) {
            ownership.doubt(chat);
            return vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public long now() {
            return System.nanoTime();
        }
    }
}
