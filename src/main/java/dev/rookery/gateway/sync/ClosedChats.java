package dev.rookery.gateway.sync;

import dev.rookery.bus.message.ChatReply.ChatProgress;
import dev.rookery.domain.Chat;
import dev.rookery.domain.InboxHead;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.Reading;
import dev.rookery.domain.UserId;
import dev.rookery.inbox.InboxChat;
import dev.rookery.inbox.Standing;
import dev.rookery.store.ChatStore;
import dev.rookery.store.MarkStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Chats as they stand, of those that are not opened: from the store, and from the inbox of whoever asks. */
public final class ClosedChats {
    private final ChatStore chats;
    private final MarkStore marks;

    public ClosedChats(ChatStore chats, MarkStore marks) {
        this.chats = chats;
        this.marks = marks;
    }

    /** @param found in whose log the reader has everything */
    Future<Optional<ChatProgress>> find(UserId reader, InboxChat found) {
        return chats.find(found.row().chat()).compose(chat -> chat.filter(there -> there.hasMember(reader))
                .map(there -> others(reader, there).map(others -> Optional.of(progress(there, found, others))))
                .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<List<MemberMarks>> others(UserId reader, Chat chat) {
        return chat.members().size() > Chat.MOST_TOLD
                ? Future.succeededFuture(List.of())
                : marks.of(chat.id()).map(all -> all.stream()
                        .filter(mark -> !mark.member().equals(reader))
                        .toList());
    }

    private static ChatProgress progress(Chat chat, InboxChat found, List<MemberMarks> others) {
        InboxHead row = found.row().head();
        long head = found.standing() instanceof Standing.Hot hot ? hot.head() : row == null ? 0 : row.seq();
        Reading reading =
                new Reading(row == null ? 0 : row.messages(), found.row().own(), others);
        return new ChatProgress(chat, head, true, head, head, List.of(), reading);
    }
}
