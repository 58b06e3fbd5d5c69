package dev.rookery.chat;

import dev.rookery.chat.inbox.ShardHeat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.HotListId;
import dev.rookery.domain.HotRow;
import dev.rookery.domain.RookeryException;
import dev.rookery.inbox.Standing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Drives the {@link ShardHeat} of one shard in one epoch. On one event loop only. */
final class Heat implements ShardHeat.Effects {
    private final int shard;
    private final long epoch;
    private final HeatStore store;
    private final BringUps bringUps;
    private final ShardHeat machine;
    /** Those whose rows are behind, which stay in memory. */
    private final Map<ChatId, ActiveChat> behind = new HashMap<>();

    private final Set<Promise<Void>> waiting = new HashSet<>();
    private final Map<HotListId, Future<Void>> openings = new HashMap<>();
    private boolean closed;

    Heat(int shard, long epoch, ShardHeat.Limits limits, HeatStore store, BringUps bringUps) {
        this.shard = shard;
        this.epoch = epoch;
        this.store = store;
        this.bringUps = bringUps;
        this.machine = new ShardHeat(shard, epoch, limits, this);
    }

    void start() {
        machine.start();
    }

    int shard() {
        return shard;
    }

    long epoch() {
        return epoch;
    }

    boolean isClosed() {
        return closed;
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    // What chats tell.

    /**
     * Something is on its way that puts the chat ahead of its inbox rows. Completes when the next owner would find the chat:
     * nothing of it is confirmed before. Fails with {@code wrong_owner} when another owner decides.
     */
    Future<Void> writing(ChatId chat) {
        if (closed) {
            return Future.failedFuture(ActiveChats.wrongOwner());
        }
        Promise<Void> listed = Promise.promise();
        waiting.add(listed);
        machine.writing(
                chat,
                () -> {
                    waiting.remove(listed);
                    listed.tryComplete();
                },
                now());
        return listed.future();
    }

    /** What {@link #writing} announced is committed. */
    void committed(ActiveChat chat) {
        ChatId id = chat.chat().id();
        machine.committed(id, chat.committed(), now());
        if (!machine.isClean(id)) {
            behind.put(id, chat);
        }
    }

    /** What {@link #writing} announced will not be committed here. */
    void gaveUp(ChatId chat) {
        machine.gaveUp(chat);
    }

    void broughtUp(ChatId chat) {
        machine.broughtUp(chat);
    }

    boolean isClean(ChatId chat) {
        return machine.isClean(chat);
    }

    /** Its rows are written at once, so that it may be dropped. */
    void hurry(ChatId chat) {
        machine.hurry(chat);
    }

    Standing standing(ChatId chat) {
        return machine.standing(chat);
    }

    void tick() {
        machine.tick(now());
    }

    /** Another owner decides from now on. */
    void close() {
        closed = true;
        behind.clear();
        List<Promise<Void>> left = new ArrayList<>(waiting);
        waiting.clear();
        left.forEach(listed -> listed.tryFail(ActiveChats.wrongOwner()));
    }

    // Figures.

    int behind() {
        return behind.size();
    }

    int lists() {
        return openings.size();
    }

    int inherited() {
        return machine.inherited();
    }

    /** Whether it does not know yet what earlier owners left, or has not brought all of it up. */
    boolean isTakingOver() {
        return machine.isTakingOver();
    }

    // Effects.

    /** Rows go out beside it: {@link #add} waits for both. */
    @Override
    public void open(HotListId list) {
        openings.put(list, store.open(list, this::isOpen));
        machine.opened(list);
    }

    private boolean isOpen() {
        return !closed;
    }

    @Override
    public void add(HotListId list, ChatId chat) {
        Future<Void> opened = openings.getOrDefault(list, Future.succeededFuture());
        Future.all(opened, store.add(new HotRow(list, chat), this::isOpen)).onSuccess(stored -> {
            if (!closed) {
                machine.added(list, chat);
            }
        });
    }

    @Override
    public void drop(HotListId list) {
        openings.remove(list);
        store.drop(list, this::isOpen);
    }

    @Override
    public void flush(ChatId chat, long head) {
        ActiveChat active = behind.get(chat);
        if (active != null) {
            store.raise(this, active);
        }
    }

    /** All its members' rows tell the chat up to there. */
    void flushed(ChatId chat, long head) {
        if (!closed) {
            machine.flushed(chat, head, now());
            if (machine.isClean(chat)) {
                behind.remove(chat);
            }
        }
    }

    @Override
    public void readLists() {
        store.lists(shard, this::isOpen).onSuccess(found -> {
            if (!closed) {
                machine.listsRead(found);
            }
        });
    }

    @Override
    public void readList(HotListId list) {
        store.chats(list, this::isOpen).onSuccess(found -> {
            if (!closed) {
                machine.listRead(list, found);
            }
        });
    }

    @Override
    public void bringUp(ChatId chat) {
        bringUps.begin(this, chat).onComplete(up -> {
            if (closed) {
                return;
            }
            if (up.succeeded() || isUnknown(up.cause())) {
                machine.broughtUp(chat);
            }
            machine.attempted(chat);
        });
    }

    /** A row of a chat that there is not: nobody misses it. */
    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RookeryException known && known.code() == ErrorCode.CHAT_UNKNOWN;
    }
}
