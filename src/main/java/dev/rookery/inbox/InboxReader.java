package dev.rookery.inbox;

import dev.rookery.bus.message.ChatReply.HotHead;
import dev.rookery.bus.message.ChatReply.Stand;
import dev.rookery.bus.message.ChatRequest.Standings;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.UserId;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.ownership.OwnerClient.Told;
import dev.rookery.recovery.Losses;
import dev.rookery.store.InboxRow;
import dev.rookery.store.InboxStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads inboxes so that nothing is missed that was acknowledged before: the owners are asked first, each once, and the read
 * begins after their answers. In the other order a chat that is written into the inbox in between would be missed. Any thread.
 */
public final class InboxReader {
    private final InboxStore inbox;
    private final OwnerClient owners;
    private final Losses losses;

    public InboxReader(InboxStore inbox, OwnerClient owners, Losses losses) {
        this.inbox = inbox;
        this.owners = owners;
        this.losses = losses;
    }

    /**
     * The inbox of a user. Whoever relies on a row looks how the chat stands.
     *
     * @param asked about which chats the owners are asked; any others stand unknown
     */
    public Future<InboxReading> read(UserId user, Collection<ChatId> asked) {
        long noticed = losses.noticed();
        return owners.askEachOnce(List.copyOf(asked), Standings::new)
                .compose(told -> rows(user).map(rows -> {
                    boolean whole = losses.isWholeSince(noticed);
                    Map<ChatId, Standing> standings = whole ? standings(told) : Map.of();
                    return new InboxReading(
                            rows.stream()
                                    .map(row ->
                                            new InboxChat(row, standings.getOrDefault(row.chat(), Standing.UNKNOWN)))
                                    .toList(),
                            whole);
                }));
    }

    /** All rows of a user, in the store's order. */
    public Future<List<InboxRow>> rows(UserId user) {
        return rows(user, null, new ArrayList<>());
    }

    private Future<List<InboxRow>> rows(UserId user, @Nullable ChatId after, List<InboxRow> before) {
        return inbox.rows(user, after, InboxStore.MAX_ROWS).compose(page -> {
            before.addAll(page);
            return page.size() < InboxStore.MAX_ROWS
                    ? Future.succeededFuture(before)
                    : rows(user, page.get(page.size() - 1).chat(), before);
        });
    }

    private static Map<ChatId, Standing> standings(List<Told<Stand>> answers) {
        Map<ChatId, Standing> standings = new HashMap<>();
        for (Told<Stand> told : answers) {
            told.chats().forEach(chat -> standings.put(chat, Standing.COLD));
            for (HotHead hot : told.reply().hot()) {
                standings.put(hot.chat(), new Standing.Hot(hot.head()));
            }
            told.reply().unknown().forEach(chat -> standings.put(chat, Standing.UNKNOWN));
        }
        return standings;
    }
}
