package dev.rookery.chat;

import dev.rookery.config.RookeryConfig.ChatConfig;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.ownership.ChatOwnership;
import dev.rookery.telemetry.InboxMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chats in memory. One is read from the store when it is first needed, and dropped when the node no longer owns it or
 * when it is the longest unused one and room is needed; never while it has work in flight. On one event loop only.
 */
final class ActiveChats {
    private static final Logger log = LoggerFactory.getLogger(ActiveChats.class);
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);
    private static final int EXPECTED = 1_024;
    private static final float LOAD_FACTOR = 0.75f;
    /** How many chats with work in flight are passed over in search of one to drop. */
    private static final int MAX_PASSED_OVER = 64;

    private static final int MOST_ACTIVATING = 2_000;
    private static final int LOOKS_FOR_ROOM = 20;
    private static final long LOOK_FOR_ROOM_MS = 50;

    private final ChatServices services;
    private final ChatOwnership ownership;
    private final QuietChats quiet;
    private final Activation activation;
    private final Heats heats;
    private final int maxActive;
    private final int maxWaiting;
    /** Least recently used first. */
    private final Map<ChatId, ActiveChat> active = new LinkedHashMap<>(EXPECTED, LOAD_FACTOR, true);

    private final Map<ChatId, Activating> activating = new HashMap<>();
    /** Those that may have work in flight, or something to tell when they fall quiet. */
    private final Set<ActiveChat> busy = new LinkedHashSet<>();

    private int begun;
    private boolean closed;
    /** As of the last sweep, for whoever looks from another thread. */
    private volatile int waiting;

    private volatile Duration oldestWrite = Duration.ZERO;

    ActiveChats(
            ChatServices services,
            ChatOwnership ownership,
            ChatConfig config,
            QuietChats quiet,
            InboxMeters inboxMeters) {
        this.services = services;
        this.quiet = quiet;
        this.ownership = ownership;
        this.activation = new Activation(services);
        this.heats = new Heats(services, config, inboxMeters, this::find);
        this.maxActive = config.maxActiveChats();
        this.maxWaiting = config.maxWaitingPerChat();
    }

    /** Requests that wait for one activation go on in the order in which they came. */
    private static final class Activating {
        private final Promise<ActiveChat> promise = Promise.promise();
        private int waiting;
    }

    /**
     * Use the chat at once: it may be dropped later. Fails with {@code wrong_owner}, {@code chat_unknown}, {@code
     * overloaded} or {@code store_unavailable}.
     */
    Future<ActiveChat> find(ChatId id) {
        Long epoch = ownership.epochOf(id).orElse(null);
        ActiveChat chat = active.get(id);
        if (chat != null) {
            if (epoch != null && epoch == chat.epoch() && !chat.isDeposed()) {
                return Future.succeededFuture(chat);
            }
            deposeIfLost(chat);
            return Future.failedFuture(wrongOwner());
        }
        return epoch == null || closed ? Future.failedFuture(wrongOwner()) : activate(id, epoch);
    }

    private Future<ActiveChat> activate(ChatId id, long epoch) {
        Activating underWay = activating.get(id);
        if (underWay == null) {
            if (activating.size() >= MOST_ACTIVATING) {
                return Future.failedFuture(overloaded());
            }
            underWay = new Activating();
            activating.put(id, underWay);
            whenThereIsRoom(id, epoch, underWay.promise, 0);
        } else if (underWay.waiting++ >= maxWaiting) {
            return Future.failedFuture(overloaded());
        }
        return underWay.promise.future();
    }

    /** Chats whose inbox rows have to be written first make room a moment later. */
    private void whenThereIsRoom(ChatId id, long epoch, Promise<ActiveChat> promise, int attempts) {
        if (makeRoom(1)) {
            begun++;
            promise.future().onComplete(done -> begun--);
            begin(id, epoch, promise);
        } else if (attempts < LOOKS_FOR_ROOM) {
            services.vertx().setTimer(LOOK_FOR_ROOM_MS, later -> whenThereIsRoom(id, epoch, promise, attempts + 1));
        } else {
            activating.remove(id);
            promise.fail(overloaded());
        }
    }

    private void begin(ChatId id, long epoch, Promise<ActiveChat> promise) {
        long began = System.nanoTime();
        Heat heat = heats.of(id, epoch);
        activation
                .begin(id, heat)
                .onComplete(
                        chat -> {
                            activating.remove(id);
                            services.meters().activated(Duration.ofNanos(System.nanoTime() - began));
                            if (closed
                                    || ownership
                                            .epochOf(id)
                                            .filter(e -> e == epoch)
                                            .isEmpty()) {
                                chat.drop();
                                promise.fail(wrongOwner());
                            } else {
                                active.put(id, chat);
                                heat.broughtUp(id);
                                if (ownership.succeedsLostOwner(id)) {
                                    chat.deliverAgain();
                                }
                                promise.complete(chat);
                            }
                        },
                        failure -> {
                            activating.remove(id);
                            promise.fail(failure);
                        });
    }

    /** Call it after giving work to a chat. */
    void noteWork(ActiveChat chat) {
        if (!chat.isIdle()) {
            busy.add(chat);
        }
    }

    /**
     * Drops unused chats while they take too much memory, or are too many for some more.
     *
     * @return whether that was enough
     */
    boolean makeRoom(int more) {
        int passedOver = 0;
        Iterator<ActiveChat> eldest = active.values().iterator();
        while (!hasRoom(more) && eldest.hasNext() && passedOver < MAX_PASSED_OVER) {
            ActiveChat chat = eldest.next();
            if (chat.mayBeDropped()) {
                eldest.remove();
                busy.remove(chat);
                chat.drop();
            } else {
                passedOver++;
            }
        }
        return hasRoom(more);
    }

    private boolean hasRoom(int more) {
        return active.size() + begun + more <= maxActive && !services.memory().isExceeded();
    }

    /** Closes the chats in which nothing may be begun any more, and says which. */
    Set<ActiveChat> closeLeaving() {
        Set<ActiveChat> leaving = new LinkedHashSet<>();
        for (ActiveChat chat : active.values()) {
            if (!mayBegin(chat)) {
                chat.close();
                leaving.add(chat);
            }
        }
        return leaving;
    }

    private boolean mayBegin(ActiveChat chat) {
        return ownership
                .epochOf(chat.chat().id())
                .filter(epoch -> epoch == chat.epoch())
                .isPresent();
    }

    /**
     * Drops a closed chat if all that it accepted is finished, or cannot be.
     *
     * @param now whether or not
     * @return whether it answers nobody any more
     */
    boolean leave(ActiveChat chat, boolean now) {
        if (now || chat.isIdle() || !ownership.mayFinish(chat.chat().id(), chat.epoch())) {
            // The next owner knows nothing of what is not told yet.
            chat.takeLastQuiet().ifPresent(told -> quiet.add(told, chat.gateways()));
            depose(chat);
        }
        return chat.isDeposed();
    }

    /** To be called after {@link #leave}. */
    void tellQuiet() {
        quiet.tell();
    }

    private void deposeIfLost(ActiveChat chat) {
        if (!ownership.mayFinish(chat.chat().id(), chat.epoch())) {
            depose(chat);
        }
    }

    private void depose(ActiveChat chat) {
        if (!chat.isDeposed()) {
            log.atDebug().addKeyValue("chat", chat.chat().id()).log("chat has another owner");
            chat.depose();
        }
        dropIfDone(chat);
    }

    /** A deposed chat stays, and keeps others from being opened in its place, until its last write has an outcome. */
    private void dropIfDone(ActiveChat chat) {
        if (chat.isDeposed() && !chat.isWriting()) {
            active.remove(chat.chat().id(), chat);
            busy.remove(chat);
            chat.drop();
        }
    }

    /** To be called a few times a second. */
    void sweep() {
        long now = System.nanoTime();
        for (ActiveChat chat : List.copyOf(busy)) {
            deposeIfLost(chat);
            dropIfDone(chat);
            chat.expireWaiters();
            chat.takeQuiet(now).ifPresent(told -> quiet.add(told, chat.gateways()));
            if (chat.isIdle() && !chat.isQuietToCome()) {
                busy.remove(chat);
            }
        }
        quiet.tell();
        services.marks().sweep(now);
        waiting = busy.stream().mapToInt(ActiveChat::waiting).sum();
        oldestWrite = busy.stream()
                .map(ActiveChat::writingFor)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Answers everybody who still waits: another node has to decide. */
    void deposeAll() {
        closed = true;
        heats.close();
        new ArrayList<>(active.values()).forEach(this::depose);
    }

    Heats heats() {
        return heats;
    }

    int size() {
        return active.size();
    }

    /** Messages that have no seq yet, a moment ago. From any thread. */
    int waiting() {
        return waiting;
    }

    /** How long the write that waits longest for the store does so, a moment ago. From any thread. */
    Duration oldestWrite() {
        return oldestWrite;
    }

    static RookeryException wrongOwner() {
        return new RookeryException(ErrorCode.WRONG_OWNER, ErrorCode.WRONG_OWNER.title());
    }

    private static RookeryException overloaded() {
        return new RookeryException(
                ErrorCode.OVERLOADED, "This node has no room for more chats right now", RETRY_AFTER);
    }
}
