package dev.rookery.chat;

import dev.rookery.domain.Chat;
import dev.rookery.domain.Entry;
import dev.rookery.domain.HeadRaise;
import dev.rookery.domain.InboxHead;
import java.util.List;

/**
 * What the inbox is to tell of a chat. One with very many members is told beside their rows, in one row for all: what is in
 * theirs says so from the first time on that this owner writes it, whatever an owner with another limit wrote before.
 */
final class HeadRows {
    private final Chat chat;
    private final boolean apart;
    private InboxHead head;
    private boolean set;

    /** @param mostMembers a chat with more stands apart */
    HeadRows(Chat chat, List<Entry> tail, int mostMembers) {
        this.chat = chat;
        this.apart = chat.members().size() > mostMembers;
        this.head = tail.isEmpty() ? new InboxHead(chat.id(), 0, 0, chat.createdAt()) : of(tail.get(tail.size() - 1));
    }

    private static InboxHead of(Entry newest) {
        return new InboxHead(newest.chat(), newest.seq(), newest.messages(), newest.at());
    }

    void committed(List<Entry> entries) {
        if (!entries.isEmpty()) {
            head = of(entries.get(entries.size() - 1));
        }
    }

    HeadRaise next() {
        return new HeadRaise(head, apart && set ? List.of() : chat.members(), apart);
    }

    void written(HeadRaise raise) {
        set |= raise.apart();
    }
}
