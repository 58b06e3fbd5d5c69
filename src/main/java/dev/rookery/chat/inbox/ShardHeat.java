package dev.rookery.chat.inbox;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.HotListId;
import dev.rookery.inbox.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which chats of one shard the inbox may not tell right, as its owner of one epoch knows. Rows of the inbox are written
 * late, when a chat falls quiet. So that this costs nobody a message, a chat stands in a hot list at the store before
 * anything is acknowledged that its rows do not tell; the next owner brings up what stands there. A chat that is not hot is
 * cold: who reads its rows after hearing so reads its head.
 *
 * <p>Lists end: when one is old, what is still hot in it moves to the next, and it is dropped once all else in it is
 * written. Not thread safe. Times are milliseconds of a monotonic clock.
 */
public final class ShardHeat {
    /**
     * @param quiet how long nothing has to be committed before rows are written
     * @param longest how long they may be behind in a chat that never falls quiet
     * @param listSize how many chats a list takes
     * @param listAge after which a list takes no more, and is brought to its end
     * @param atATime how many chats of earlier owners are brought up at a time
     */
    public record Limits(Duration quiet, Duration longest, int listSize, Duration listAge, int atATime) {}

    /** What the machine asks for. All of it is repeated until it is done, or until this owner is none any more. */
    public interface Effects {
        /** Let the next owner find the list, which is empty; then {@link #opened}. */
        void open(HotListId list);

        /** Store a row; then {@link #added}. */
        void add(HotListId list, ChatId chat);

        /** Forget a list and all its rows; nothing depends on it. */
        void drop(HotListId list);

        /** Write what is committed up to there into the inbox of every member; then {@link #flushed}. */
        void flush(ChatId chat, long head);

        /** Find the lists of the shard, in a read that begins now; then {@link #listsRead}. */
        void readLists();

        /** Then {@link #listRead}. */
        void readList(HotListId list);

        /** Bring a chat up in this epoch, which tells {@link #broughtUp}; then {@link #attempted}, once, whatever came of it. */
        void bringUp(ChatId chat);
    }

    private final int shard;
    private final long epoch;
    private final Limits limits;
    private final Effects effects;
    private final Inheritance inheritance;
    private final Map<ChatId, HotChat> chats = new LinkedHashMap<>();
    private final List<HotList> lists = new ArrayList<>();
    private @Nullable HotList current;
    private int lastNumber;

    public ShardHeat(int shard, long epoch, Limits limits, Effects effects) {
        this.shard = shard;
        this.epoch = epoch;
        this.limits = limits;
        this.effects = effects;
        this.inheritance = new Inheritance(effects, limits.atATime());
    }

    /** To be called once, when this owner has its epoch. */
    public void start() {
        effects.readLists();
    }

    // What owners of chats tell.

    /**
     * Something is on its way that would put the chat ahead of its inbox rows: an append, or a tail that was found ahead of
     * them. It may be confirmed only after its row is stored.
     *
     * @param listed called when it is, perhaps at once
     */
    public void writing(ChatId chat, Runnable listed, long now) {
        HotChat hot = chats.computeIfAbsent(chat, unseen -> new HotChat());
        hot.begin();
        if (hot.isListed()) {
            listed.run();
        } else {
            hot.await(listed);
            if (!hot.isJoining()) {
                list(chat, hot, now);
            }
        }
    }

    /** What {@link #writing} announced is committed, and the head of the chat is this. */
    public void committed(ChatId chat, long head, long now) {
        HotChat hot = chats.get(chat);
        if (hot != null) {
            hot.committed(head, now);
        }
    }

    /** What {@link #writing} announced will not be committed here: nothing of it is acknowledged. */
    public void gaveUp(ChatId chat) {
        HotChat hot = chats.get(chat);
        if (hot != null) {
            hot.gaveUp();
        }
    }

    /** The chat is served here; if its inbox rows were behind, that was announced, and committed, before. */
    public void broughtUp(ChatId chat) {
        inheritance.broughtUp(chat);
    }

    /** Whether the chat may be dropped from memory. */
    public boolean isClean(ChatId chat) {
        HotChat hot = chats.get(chat);
        return hot == null || !hot.isDirty();
    }

    /** Writes its rows without waiting for a quiet moment. */
    public void hurry(ChatId chat) {
        HotChat hot = chats.get(chat);
        if (hot != null && hot.mayFlush()) {
            flush(chat, hot);
        }
    }

    /** Only to be told to others after a confirmation that began after they asked. */
    public Standing standing(ChatId chat) {
        if (!inheritance.isKnown(chat)) {
            return Standing.UNKNOWN;
        }
        HotChat hot = chats.get(chat);
        if (hot == null || !hot.isDirty()) {
            return Standing.COLD;
        }
        // What is on its way may be delivered already: who came too late for that has to wait until it is committed.
        return hot.isWriting() ? Standing.UNKNOWN : new Standing.Hot(hot.committed());
    }

    /** How many chats earlier owners left that are not brought up yet. */
    public int inherited() {
        return inheritance.size();
    }

    /** Whether something that earlier owners left is not brought up yet, or is not known. */
    public boolean isTakingOver() {
        return !inheritance.isDone();
    }

    /** How many chats stand in lists of this owner. */
    public int size() {
        return chats.size();
    }

    // What time does.

    /** To be called a few times a second. */
    public void tick(long now) {
        for (Map.Entry<ChatId, HotChat> chat : List.copyOf(chats.entrySet())) {
            if (chat.getValue().isDue(limits, now)) {
                flush(chat.getKey(), chat.getValue());
            }
        }
        for (HotList list : List.copyOf(lists)) {
            if (list.isOpen() && (list.isOld(limits, now) || list != current)) {
                end(list, now);
            }
        }
    }

    private void flush(ChatId chat, HotChat hot) {
        hot.flushing();
        effects.flush(chat, hot.committed());
    }

    private void end(HotList list, long now) {
        if (list == current) {
            current = null;
        }
        boolean old = list.isOld(limits, now);
        boolean done = true;
        for (ChatId chat : list.chats()) {
            HotChat hot = chats.get(chat);
            if (hot == null || !hot.isIn(list)) {
                list.remove(chat);
            } else if (hot.isDirty() || hot.isJoining()) {
                done = false;
                if (old && !hot.isJoining()) {
                    list(chat, hot, now);
                }
            }
        }
        if (done) {
            list.chats().forEach(chats::remove);
            lists.remove(list);
            effects.drop(list.id());
        }
    }

    private void list(ChatId chat, HotChat hot, long now) {
        HotList list = current;
        if (list == null || list.isFull(limits)) {
            list = new HotList(new HotListId(shard, epoch, ++lastNumber), now);
            current = list;
            lists.add(list);
            effects.open(list.id());
        }
        list.add(chat);
        hot.join(list);
        if (list.isOpen()) {
            effects.add(list.id(), chat);
        }
    }

    // What the store answers.

    public void opened(HotListId id) {
        for (HotList list : lists) {
            if (list.id().equals(id) && !list.isOpen()) {
                list.opened();
                list.chats().forEach(chat -> effects.add(id, chat));
            }
        }
    }

    public void added(HotListId id, ChatId chat) {
        HotChat hot = chats.get(chat);
        for (HotList list : List.copyOf(lists)) {
            if (hot != null && list.id().equals(id) && hot.isJoining(list)) {
                HotList left = hot.joined(list);
                if (left != null) {
                    left.remove(chat);
                }
            }
        }
    }

    public void flushed(ChatId chat, long head, long now) {
        HotChat hot = chats.get(chat);
        if (hot != null) {
            hot.flushed(head, now);
        }
    }

    public void listsRead(Collection<HotListId> found) {
        inheritance.listsRead(
                found.stream().filter(list -> list.epoch() < epoch).toList());
    }

    public void listRead(HotListId list, Collection<ChatId> found) {
        inheritance.listRead(list, found);
    }

    public void attempted(ChatId chat) {
        inheritance.attempted(chat);
    }
}
