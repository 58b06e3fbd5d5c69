package dev.rookery.feature.chats;

import dev.rookery.bus.message.ChatReply.ChatSummary;
import dev.rookery.domain.Entry;
import dev.rookery.domain.UserId;
import java.util.List;
import java.util.stream.Stream;

/** Which members of a chat an answer tells. A page of chats would otherwise hold thousands of people. */
enum ShownMembers {
    ALL(Integer.MAX_VALUE),
    /** The first ten, and whoever wrote the newest message: enough to name the chat and to show that message. */
    SOME(10);

    private final int most;

    ShownMembers(int most) {
        this.most = most;
    }

    List<UserId> of(ChatSummary summary) {
        List<UserId> members = summary.chat().members();
        return Stream.concat(
                        members.stream().limit(most),
                        Stream.ofNullable(summary.newest()).map(Entry::author).filter(members::contains))
                .distinct()
                .toList();
    }

    List<UserId> of(List<ChatSummary> summaries) {
        return summaries.stream().map(this::of).flatMap(List::stream).toList();
    }
}
