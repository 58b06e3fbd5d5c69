package dev.rookery.chat.marks;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The marks of a chat as its owner holds them, of every member who has any; and what of them the store does not have. A mark only
 * grows. Whoever writes a message has read up to there.
 *
 * <p>Not thread safe.
 */
public final class MarkBook {
    /** About how much heap the marks of a member take. */
    private static final int BYTES = 160;

    private final Map<UserId, MemberMarks> marks = new HashMap<>();
    /** What the store has, of those who are further by now. */
    private final Map<UserId, MemberMarks> behind = new LinkedHashMap<>();

    /** @param stored marks, each member once */
    public MarkBook(List<MemberMarks> stored) {
        stored.forEach(mark -> marks.put(mark.member(), mark));
    }

    public MemberMarks of(UserId member) {
        MemberMarks known = marks.get(member);
        return known == null ? MemberMarks.none(member) : known;
    }

    /** Of those who have any, in no order. */
    public List<MemberMarks> all() {
        return List.copyOf(marks.values());
    }

    /**
     * A message of the member is committed.
     *
     * @param messages how many messages the chat has up to there
     */
    public void wrote(UserId author, long seq, long messages) {
        MemberMarks now = of(author);
        if (seq > now.read()) {
            set(now.and(new MemberMarks(author, 0, seq, messages, seq, 0)));
        }
    }

    /**
     * The member has seen everything up to there. That takes back that the chat was marked as unread.
     *
     * @return whether this says anything new
     */
    @CanIgnoreReturnValue
    public boolean read(UserId member, long seq, long messages) {
        MemberMarks now = of(member);
        long turns = now.unreadTurns() + (MemberMarks.isMarkedUnread(now) ? 1 : 0);
        return set(
                seq > now.read()
                        ? now.and(new MemberMarks(member, 0, seq, messages, 0, turns))
                        : now.and(new MemberMarks(member, 0, 0, 0, 0, turns)));
    }

    /** @return whether this says anything new */
    @CanIgnoreReturnValue
    public boolean delivered(UserId member, long seq) {
        return set(of(member).and(new MemberMarks(member, 0, 0, 0, seq, 0)));
    }

    /** What is not shown any more is not unread either. */
    @CanIgnoreReturnValue
    public boolean cleared(UserId member, long seq, long messages) {
        MemberMarks now = of(member);
        boolean further = seq > now.read();
        return set(now.and(new MemberMarks(member, seq, further ? seq : 0, further ? messages : 0, 0, 0)));
    }

    /** @return whether it was not marked before */
    @CanIgnoreReturnValue
    public boolean markUnread(UserId member) {
        MemberMarks now = of(member);
        long turns = now.unreadTurns() + (MemberMarks.isMarkedUnread(now) ? 0 : 1);
        return set(now.and(new MemberMarks(member, 0, 0, 0, 0, turns)));
    }

    @CanIgnoreReturnValue
    private boolean set(MemberMarks next) {
        MemberMarks before = of(next.member());
        if (next.equals(before)) {
            return false;
        }
        behind.putIfAbsent(next.member(), before);
        marks.put(next.member(), next);
        return true;
    }

    /** How many messages the member has not read, of so many. */
    public long unread(UserId member, long messages) {
        return Math.max(0, messages - of(member).readMessages());
    }

    /** Whether there is something that the store does not have. */
    public boolean isBehind() {
        return !behind.isEmpty();
    }

    /** What the store does not have, now. */
    public List<MemberMarks> unstored() {
        List<MemberMarks> unstored = new ArrayList<>();
        behind.forEach((member, stored) -> unstored.add(of(member).beyond(stored)));
        return unstored;
    }

    /** The store has these. */
    public void stored(List<MemberMarks> written) {
        for (MemberMarks mark : written) {
            UserId member = mark.member();
            MemberMarks has = behind.computeIfPresent(member, (same, before) -> before.and(mark));
            if (of(member).equals(has)) {
                behind.remove(member);
            }
        }
    }

    public int bytes() {
        return BYTES * marks.size();
    }
}
