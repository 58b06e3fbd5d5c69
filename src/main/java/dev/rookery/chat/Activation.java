package dev.rookery.chat;

import dev.rookery.bus.message.PersistenceReply.LoadedChat;
import dev.rookery.bus.message.PersistenceRequest.LoadChat;
import dev.rookery.bus.message.PersistenceRequest.ReadEntries;
import dev.rookery.chat.sequencer.LogLimits;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;

/**
 * Reads from the store what the owner of a chat needs: its members, the newest seq, and the newest entries, whose repeats
 * it must recognise. One read for nearly every chat; more where texts are so large that they come in pieces.
 */
final class Activation {
    private static final int FIRST_BYTES = 256 << 10;
    private static final int PIECE_BYTES = 1 << 20;

    private final ChatServices services;

    Activation(ChatServices services) {
        this.services = services;
    }

    /**
     * Changes among the newest entries, which the owner before may not have applied, are applied before anybody is served.
     * What is read may be served only after a confirmation that began after it was written again: an owner that was
     * deposed meanwhile may have written less than its successor found.
     *
     * @return {@code chat_unknown} if there is no such chat
     */
    Future<ActiveChat> begin(ChatId id, Heat heat) {
        return services.read(new LoadChat(id, heat.epoch(), LogLimits.INHERITED, FIRST_BYTES))
                .compose(loaded -> loaded.chat() == null ? Future.failedFuture(unknown()) : begin(loaded, heat));
    }

    /**
     * A tail ahead of the inbox is treated as an append: whoever sent it may have been lost before the chat stood in a hot list,
     * and what is adopted here may be acknowledged here.
     */
    private Future<ActiveChat> begin(LoadedChat loaded, Heat heat) {
        Chat chat = Objects.requireNonNull(loaded.chat());
        boolean ahead = isAhead(loaded);
        Future<Void> listed = ahead ? heat.writing(chat.id()) : Future.succeededFuture();
        return listed.compose(there -> services.ownership().confirm())
                .compose(confirmed -> open(chat, loaded, heat))
                .onSuccess(open -> {
                    if (ahead) {
                        heat.committed(open);
                        heat.hurry(chat.id());
                    }
                })
                .onFailure(failure -> {
                    if (ahead) {
                        heat.gaveUp(chat.id());
                    }
                });
    }

    private static boolean isAhead(LoadedChat loaded) {
        List<Entry> tail = loaded.tail();
        long newest = tail.isEmpty() ? 0 : tail.get(tail.size() - 1).seq();
        return loaded.raised() == null || newest > loaded.raised();
    }

    private Future<ActiveChat> open(Chat opened, LoadedChat loaded, Heat heat) {
        List<Entry> tail = loaded.tail();
        ActiveChat chat = new ActiveChat(opened, heat, tail, loaded.marks(), services);
        if (tail.isEmpty()) {
            return Future.succeededFuture(chat);
        }
        long newest = tail.get(tail.size() - 1).seq();
        long oldest = Math.max(1, newest - LogLimits.INHERITED + 1);
        return remember(chat, oldest, tail.get(0).seq() - 1)
                .compose(remembered -> chat.applyInherited())
                .onFailure(failure -> chat.drop())
                .map(chat);
    }

    private Future<Void> remember(ActiveChat chat, long from, long to) {
        if (to < from) {
            return Future.succeededFuture();
        }
        int limit = (int) (to - from + 1);
        return services.read(new ReadEntries(chat.chat().id(), from, to, limit, PIECE_BYTES, true))
                .compose(piece -> {
                    piece.entries().forEach(chat::remember);
                    return piece.more() && !piece.entries().isEmpty()
                            ? remember(chat, from, oldest(piece.entries()) - 1)
                            : Future.succeededFuture();
                });
    }

    private static long oldest(List<Entry> newestFirst) {
        return newestFirst.get(newestFirst.size() - 1).seq();
    }

    static RookeryException unknown() {
        return new RookeryException(ErrorCode.CHAT_UNKNOWN, ErrorCode.CHAT_UNKNOWN.title());
    }
}
