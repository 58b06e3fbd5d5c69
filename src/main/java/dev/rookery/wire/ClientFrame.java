package dev.rookery.wire;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client says over WebSocket. Every frame but {@link Cursor}, {@link Typing}, {@link Watch}, {@link Active} and a {@link
 * Read} without an id gets exactly one answer.
 */
public sealed interface ClientFrame {
    /** Longest {@code id} of a frame. */
    int MAX_ID_LENGTH = 64;

    /**
     * The client's own number for this frame, echoed in the answer; null if it gave none. 1 to 64 printable ASCII
     * characters without blanks.
     */
    @Nullable String id();

    /** The chat that the frame is about; null if it is about none, or about many. */
    default @Nullable ChatId chat() {
        return null;
    }

    /** The client's own name for what it sends; null if the frame has none. */
    default @Nullable ClientId clientId() {
        return null;
    }

    /**
     * Appends an entry to a chat; answered by {@link ServerFrame.Ack} when it is durable, or by {@link ServerFrame.Refused}. To be
     * repeated with the same clientId until one of the two came.
     */
    record Send(@Nullable String id, ChatId chat, ClientId clientId, Content content) implements ClientFrame {
        static Send read(FrameReader fields) {
            return new Send(
                    fields.id(), fields.chat(), fields.read(FrameField.CLIENT_ID, ClientId::new), content(fields));
        }

        private static Content content(FrameReader fields) {
            try {
                return ContentReader.read(fields.object(FrameField.CONTENT));
            } catch (RookeryException e) {
                throw fields.malformed(e.code(), e.detail());
            }
        }
    }

    /**
     * Asks for everything that is missing. Answered by any number of {@link ServerFrame.Chats} and {@link
     * ServerFrame.Entries}, and then by one {@link ServerFrame.Synced} or {@link ServerFrame.Refused}.
     *
     * @param cursors up to which seq the client has everything, by chat, or {@link #NOTHING}; at most {@link #MAX_CURSORS}
     * @param versions which heads the client has, by chat, as {@link ServerFrame.ChatHead} called them; at most as many
     * @param only whether to look at these chats alone instead of all
     * @param recent how many of the newest messages to bring of a chat without a cursor, at most {@link #MAX_RECENT}
     * @param resume an earlier session of this device, which this one takes the place of; null for none
     * @param people whether to describe the people that come up
     */
    record Sync(
            @Nullable String id,
            Map<ChatId, Long> cursors,
            Map<ChatId, String> versions,
            boolean only,
            int recent,
            @Nullable SessionId resume,
            boolean people)
            implements ClientFrame {
        /** The client asks for what is recent of this chat, whatever cursor is stored. On the wire it is null. */
        public static final long NOTHING = -1;

        public static final int MAX_CURSORS = 5_000;
        /** Of one version; the server's are shorter. */
        public static final int MAX_VERSION_LENGTH = 64;

        public static final int MAX_RECENT = 200;
        /** What a frame means that does not say. */
        public static final int RECENT = 20;

        public Sync {
            cursors = Map.copyOf(cursors);
            versions = Map.copyOf(versions);
        }

        /** Of a client that has no heads, or does not say which. */
        public Sync(
                @Nullable String id,
                Map<ChatId, Long> cursors,
                boolean only,
                int recent,
                @Nullable SessionId resume,
                boolean people) {
            this(id, cursors, Map.of(), only, recent, resume, people);
        }

        static Sync read(FrameReader fields) {
            return new Sync(
                    fields.id(),
                    fields.cursors(),
                    fields.versions(),
                    fields.flag(FrameField.ONLY),
                    (int) fields.number(FrameField.RECENT, RECENT, MAX_RECENT),
                    fields.has(FrameField.RESUME) ? fields.read(FrameField.RESUME, SessionId::parse) : null,
                    fields.flag(FrameField.PEOPLE));
        }
    }

    /**
     * Says that the device has every message of the chat up to this seq, for syncs to come. Only ever moves forward. It
     * has no answer, unless it is refused.
     */
    record Cursor(@Nullable String id, ChatId chat, long seq) implements ClientFrame {
        static Cursor read(FrameReader fields) {
            return new Cursor(fields.id(), fields.chat(), fields.number(FrameField.SEQ));
        }
    }

    /**
     * Says that the user has seen everything of the chat up to this seq. Only ever moves forward. With an id it is answered by
     * {@link ServerFrame.Receipts} when it is durable; without one it has no answer, unless it is refused.
     */
    record Read(@Nullable String id, ChatId chat, long seq) implements ClientFrame {
        static Read read(FrameReader fields) {
            return new Read(fields.id(), fields.chat(), fields.number(FrameField.SEQ));
        }
    }

    /**
     * Says that the user writes in a chat right now: to be repeated every few seconds while that is so, not at every key. It
     * has no answer, unless it is refused.
     */
    record Typing(@Nullable String id, ChatId chat, String what) implements ClientFrame {
        /** A message. Other kinds may follow. */
        public static final String TEXT = "text";

        static Typing read(FrameReader fields) {
            ChatId chat = fields.chat();
            if (!fields.require(FrameField.WHAT).equals(TEXT)) {
                throw fields.invalid("'what' must be '" + TEXT + "'");
            }
            return new Typing(fields.id(), chat, TEXT);
        }
    }

    /**
     * Names whom the client shows, in place of those it named before: from then on it is told how they stand by {@link
     * ServerFrame.Presence}, first all of them and then what changes. No answer, unless it is refused.
     *
     * @param users at most {@link #MAX_USERS}, each once; none to be told nothing more
     */
    record Watch(@Nullable String id, Set<UserId> users) implements ClientFrame {
        public static final int MAX_USERS = 500;

        public Watch {
            users = Set.copyOf(users);
        }

        static Watch read(FrameReader fields) {
            return new Watch(fields.id(), fields.users());
        }
    }

    /** Says whether the person at this client is away. Of each new session it is not. No answer, unless it is refused. */
    record Active(@Nullable String id, boolean away) implements ClientFrame {
        static Active read(FrameReader fields) {
            return new Active(fields.id(), fields.flag(FrameField.AWAY));
        }
    }

    /** Asks for a sign of life; answered by {@link ServerFrame.Pong}. For clients that can't send WebSocket pings. */
    record Ping(@Nullable String id) implements ClientFrame {
        static Ping read(FrameReader fields) {
            return new Ping(fields.id());
        }
    }
}
