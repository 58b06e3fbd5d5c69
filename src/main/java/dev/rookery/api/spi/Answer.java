package dev.rookery.api.spi;

import dev.rookery.bus.message.ChatReply.ChatSummary;
import dev.rookery.bus.message.ChatReply.HistoryPage;
import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ChatTitle;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Entry;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.Reading;
import dev.rookery.domain.User;
import dev.rookery.domain.UserId;
import dev.rookery.wire.EntryView;
import dev.rookery.wire.ServerFrame.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers.
 *
 * @param body one of the records below, or null for no body
 */
public record Answer(int status, @Nullable Object body) {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    public static Answer ok(Object body) {
        return new Answer(OK, body);
    }

    public static Answer created(Object body) {
        return new Answer(CREATED, body);
    }

    public static Answer done() {
        return new Answer(NO_CONTENT, null);
    }

    /** By chat id. */
    public record Cursors(Map<String, Long> cursors) {
        public Cursors {
            cursors = Map.copyOf(cursors);
        }
    }

    /** @param title null if the chat has none */
    public record OpenedChat(
            ChatId id, String kind, @Nullable ChatTitle title, List<User> members, int memberCount, Instant createdAt) {
        public static OpenedChat of(Chat chat, Map<UserId, User> people) {
            return new OpenedChat(
                    chat.id(),
                    kindOf(chat),
                    chat.title(),
                    known(chat.members(), people),
                    chat.members().size(),
                    chat.createdAt());
        }
    }

    /**
     * @param title null if the chat has none
     * @param newest null in an empty chat, and where the texts of one answer would be too long
     */
    public record ListedChat(
            ChatId id,
            String kind,
            @Nullable ChatTitle title,
            List<User> members,
            int memberCount,
            Instant createdAt,
            long committed,
            long cleared,
            long messages,
            long unread,
            long read,
            long readMessages,
            long delivered,
            boolean markedUnread,
            @Nullable List<Mark> marks,
            @Nullable EntryView newest) {
        /** @param reader whom it is shown to */
        public static ListedChat of(ChatSummary summary, UserId reader, List<UserId> shown, Map<UserId, User> people) {
            Chat chat = summary.chat();
            Entry newest = summary.newest();
            Reading reading = summary.reading();
            Mark own = Mark.of(reading.own());
            return new ListedChat(
                    chat.id(),
                    kindOf(chat),
                    chat.title(),
                    known(shown, people),
                    chat.members().size(),
                    chat.createdAt(),
                    summary.committed(),
                    reading.own().cleared(),
                    reading.messages(),
                    Reading.unread(reading),
                    own.read(),
                    own.readMessages(),
                    own.delivered(),
                    MemberMarks.isMarkedUnread(reading.own()),
                    Mark.ofOthers(chat, reading),
                    newest == null ? null : EntryView.of(newest, reader));
        }
    }

    /** @param next null on the last page */
    public record ChatPage(List<ListedChat> chats, @Nullable ChatId next) {}

    public record History(List<EntryView> entries, long from, long through, long committed, boolean more) {
        public static History of(HistoryPage page, UserId reader) {
            return new History(
                    EntryView.history(page.entries(), reader),
                    page.from(),
                    page.through(),
                    page.committed(),
                    page.more());
        }
    }

    public record ClearedHistory(long cleared) {}

    /** How far the user is in a chat. */
    public record OwnMarks(long read, long readMessages, long delivered, long unread, boolean markedUnread) {
        public static OwnMarks of(Reading reading) {
            Mark own = Mark.of(reading.own());
            return new OwnMarks(
                    own.read(),
                    own.readMessages(),
                    own.delivered(),
                    Reading.unread(reading),
                    MemberMarks.isMarkedUnread(reading.own()));
        }
    }

    /** @param next null on the last page */
    public record Receipts(int people, int delivered, int read, List<UserId> users, @Nullable UserId next) {
        public Receipts {
            users = List.copyOf(users);
        }
    }

    /** @param chats how many chats have something unread, or are marked so */
    public record UnreadSum(long messages, int chats) {}

    public record Sent(ChatId chat, ClientId clientId, long seq, Instant at, long epoch) {}

    public record FoundUsers(List<User> users) {}

    private static String kindOf(Chat chat) {
        return chat.kind().name().toLowerCase(Locale.ROOT);
    }

    private static List<User> known(List<UserId> members, Map<UserId, User> people) {
        return members.stream()
                .flatMap(member -> Stream.ofNullable(people.get(member)))
                .toList();
    }
}
