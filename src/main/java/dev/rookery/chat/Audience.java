package dev.rookery.chat;

import dev.rookery.bus.message.ChatReply.WhoHas;
import dev.rookery.bus.message.ChatRequest.ReadReceipts;
import dev.rookery.bus.message.ChatRequest.ReceiptState;
import dev.rookery.chat.marks.MarkBook;
import dev.rookery.domain.Chat;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.UserId;
import java.util.ArrayList;
import java.util.List;

/** Who has a message, by the marks of now. */
final class Audience {

    private Audience() {}

    static WhoHas of(Chat chat, MarkBook book, Entry message, ReadReceipts asked) {
        int people = 0;
        int delivered = 0;
        int read = 0;
        boolean reached = asked.after() == null;
        List<UserId> page = new ArrayList<>();
        boolean more = false;
        for (UserId member : chat.members()) {
            if (!member.equals(message.author())) {
                ReceiptState state = state(book.of(member), message.seq());
                people++;
                delivered += state == ReceiptState.PENDING ? 0 : 1;
                read += state == ReceiptState.READ ? 1 : 0;
                if (reached && state == asked.state()) {
                    more |= page.size() == asked.limit();
                    if (!more) {
                        page.add(member);
                    }
                }
            }
            reached |= member.equals(asked.after());
        }
        return new WhoHas(people, delivered, read, page, more);
    }

    private static ReceiptState state(MemberMarks marks, long seq) {
        return marks.read() >= seq
                ? ReceiptState.READ
                : marks.delivered() >= seq ? ReceiptState.DELIVERED : ReceiptState.PENDING;
    }
}
