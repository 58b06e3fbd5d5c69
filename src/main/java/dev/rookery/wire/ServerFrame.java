package dev.rookery.wire;

import dev.rookery.domain.Chat;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MemberMarks;
import dev.rookery.domain.Reading;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says over WebSocket. Fields that are null are left out. */
public sealed interface ServerFrame {

    /** The first frame of every connection: from here on everything sent to the user's chats arrives. */
    record Welcome(
            SessionId session, UserId user, DeviceId device, String node, int heartbeatSeconds, int maxTextCharacters)
            implements ServerFrame {}

    /**
     * An entry of one of the user's chats, by somebody else or by another session of the user. It may arrive before its
     * author's ack: what lies above {@code committed} is provisional.
     *
     * @param committed the highest committed seq of the chat when this was sent
     * @param epoch of the owner that gave it its seq, or found it when it took the chat over: only grows
     */
    record Entry(
            ChatId chat,
            long seq,
            long messages,
            UserId author,
            DeviceId device,
            ClientId clientId,
            Instant at,
            long committed,
            long epoch,
            Content content)
            implements ServerFrame {
        public static Entry of(dev.rookery.domain.Entry entry, long committed, long epoch) {
            return new Entry(
                    entry.chat(),
                    entry.seq(),
                    entry.messages(),
                    entry.author(),
                    entry.device(),
                    entry.clientId(),
                    entry.at(),
                    committed,
                    epoch,
                    entry.content());
        }
    }

    /**
     * The entry is durable, and all before it.
     *
     * @param epoch of the owner that says so
     */
    record Ack(@Nullable String id, ChatId chat, ClientId clientId, long seq, Instant at, long epoch)
            implements ServerFrame {}

    /**
     * Everything up to this seq is durable and final: said when a chat falls quiet, since what a message says is short by
     * that message.
     *
     * @param epoch of the owner that says so
     */
    record Committed(ChatId chat, long seq, long epoch) implements ServerFrame {}

    /** The user cleared the history of a chat for themselves, on whatever device: up to this seq nothing is shown any more. */
    record Cleared(ChatId chat, long through) implements ServerFrame {}

    /**
     * How far members of a chat got. Marks only grow; one that is lower than what is known is old.
     *
     * @param id that of the read frame that this answers, else null
     * @param marks of some members
     * @param unread how many messages the user has not read; null if the frame is not about the user
     * @param markedUnread whether the user marked the chat as unread; null as before
     */
    record Receipts(
            @Nullable String id, ChatId chat, List<Mark> marks, @Nullable Long unread, @Nullable Boolean markedUnread)
            implements ServerFrame {
        public Receipts {
            marks = List.copyOf(marks);
        }

        /** To the devices of somebody who got further. */
        public static Receipts own(@Nullable String id, ChatId chat, Reading reading) {
            return new Receipts(
                    id,
                    chat,
                    List.of(Mark.of(reading.own())),
                    Reading.unread(reading),
                    MemberMarks.isMarkedUnread(reading.own()));
        }
    }

    /**
     * How far a member got.
     *
     * @param delivered a device has everything up to this seq
     * @param read the member has seen everything up to this seq
     * @param readMessages how many messages the chat has up to {@code read}
     */
    record Mark(UserId user, long delivered, long read, long readMessages) {
        public static Mark of(MemberMarks marks) {
            return new Mark(
                    marks.member(), Math.max(marks.delivered(), marks.read()), marks.read(), marks.readMessages());
        }

        /** Null in a chat in which nobody is told of the others. */
        public static @Nullable List<Mark> ofOthers(Chat chat, Reading reading) {
            return chat.members().size() > Chat.MOST_TOLD
                    ? null
                    : reading.others().stream().map(Mark::of).toList();
        }
    }

    /**
     * Somebody writes in a chat right now, or did a moment ago. To be forgotten after 6 s, and when a message of theirs comes.
     *
     * @param what as {@link ClientFrame.Typing} says
     */
    record Typing(ChatId chat, UserId user, String what) implements ServerFrame {}

    /**
     * The user is a member of a new chat.
     *
     * @param title null if it has none, as all 1:1 chats
     */
    record ChatOpened(ChatId chat, String kind, @Nullable String title, List<Member> members, Instant createdAt)
            implements ServerFrame {
        public ChatOpened {
            members = List.copyOf(members);
        }
    }

    /** A member of a chat. */
    record Member(UserId id) {}

    /**
     * People that come up in what follows of a sync, each once.
     *
     * @param id that of the sync frame
     */
    record People(@Nullable String id, List<Person> people) implements ServerFrame {
        public People {
            people = List.copyOf(people);
        }
    }

    /** What everybody may see of somebody. */
    record Person(UserId id, Username username, String displayName) {}

    /**
     * Some of the chats that a sync looks at.
     *
     * @param id that of the sync frame
     */
    record Chats(@Nullable String id, List<ChatHead> chats) implements ServerFrame {
        public Chats {
            chats = List.copyOf(chats);
        }
    }

    /**
     * A chat as it stands.
     *
     * @param version of what this says beside the log: the client names it in a sync, and is sent the head if it is another
     * @param cursor where the sync begins if the client did not say: the cursor that the device has stored, if any
     * @param committed everything up to this seq is durable and final
     * @param cleared up to where the user cleared the history; null if it never was
     * @param messages how many messages the chat has
     * @param unread how many of them the user has not read
     * @param read up to where the user has
     * @param delivered up to where a device of the user has everything
     * @param markedUnread true if the user marked the chat as unread, else null
     * @param marks how far others got; null in large chats
     */
    record ChatHead(
            ChatId chat,
            String kind,
            @Nullable String title,
            List<Member> members,
            Instant createdAt,
            long committed,
            @Nullable Long cursor,
            @Nullable Long cleared,
            long messages,
            long unread,
            long read,
            long readMessages,
            long delivered,
            @Nullable Boolean markedUnread,
            @Nullable List<Mark> marks,
            String version) {
        public ChatHead {
            members = List.copyOf(members);
            marks = marks == null ? null : List.copyOf(marks);
        }
    }

    /**
     * Durable entries of a chat, found by a sync: all there are in {@code (after, upTo]}.
     *
     * @param id that of the sync frame
     * @param committed the highest committed seq of the chat
     * @param more whether there are further ones: {@code upTo} is below {@code committed}
     */
    record Entries(
            @Nullable String id,
            ChatId chat,
            long after,
            long upTo,
            long committed,
            boolean more,
            List<EntryView> entries)
            implements ServerFrame {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The end of a sync.
     *
     * @param chats how many chats the user is in, or how many of the named ones
     * @param gone chats that the client named and that the user is not in, or not any more
     * @param again chats of which more is to be had, or that could not be read now: ask again for these alone
     */
    record Synced(@Nullable String id, int chats, List<ChatId> gone, List<ChatId> again) implements ServerFrame {
        public Synced {
            gone = List.copyOf(gone);
            again = List.copyOf(again);
        }
    }

    /** How people stand that the client watches; those of one frame are told together, not all that it watches. */
    record Presence(List<Seen> users) implements ServerFrame {
        public Presence {
            users = List.copyOf(users);
        }
    }

    /**
     * How somebody stands.
     *
     * @param state online, away or offline; offline too if the client may not know
     * @param lastSeen of somebody who is offline, if it is known
     * @param degraded true if something could not be found out now; else null
     */
    record Seen(UserId user, String state, @Nullable Instant lastSeen, @Nullable Boolean degraded) {}

    record Pong(@Nullable String id) implements ServerFrame {}

    /**
     * The frame with this id (or this clientId) was refused, or, without either, the last frame could not be read.
     *
     * @param code stable name, see the table in docs/client.md
     * @param retryable whether the same frame may succeed later
     * @param retryAfterMs how long to wait before; null if it is not retryable
     */
    record Refused(
            @Nullable String id,
            @Nullable ClientId clientId,
            String code,
            String message,
            boolean retryable,
            @Nullable Long retryAfterMs)
            implements ServerFrame {
        public static Refused of(@Nullable String id, @Nullable ClientId clientId, RookeryException failure) {
            ErrorCode code = failure.code();
            Long retryAfterMs = failure.retryAfter().map(Duration::toMillis).orElse(null);
            return new Refused(id, clientId, code.wireName(), failure.detail(), code.retryable(), retryAfterMs);
        }
    }
}
