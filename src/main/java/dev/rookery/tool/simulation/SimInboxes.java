package dev.rookery.tool.simulation;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.HotListId;
import dev.rookery.domain.UserId;
import java.util.List;

/**
 * The tables of the inbox.
 *
 * @param heads of each user's chats
 * @param flushed up to where all rows of a chat are written
 * @param lists the hot lists of each shard: {@link #STANDS}, or {@link #DROPPED} with all that is in them
 * @param hot the chats in a hot list
 */
record SimInboxes(
        SimCells<UserId, ChatId> heads,
        SimCells<ChatId, ChatId> flushed,
        SimCells<Integer, HotListId> lists,
        SimCells<HotListId, ChatId> hot) {
    static final long STANDS = 1;
    static final long DROPPED = 2;

    static SimInboxes of(SimTransport transport, Tally tally) {
        return new SimInboxes(
                new SimCells<>(transport, tally),
                new SimCells<>(transport, tally),
                new SimCells<>(transport, tally),
                new SimCells<>(transport, tally));
    }

    void forgetSince(int replica, long then) {
        List.of(heads, flushed, lists, hot).forEach(table -> table.forgetSince(replica, then));
    }
}
