package dev.rookery.wire;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of wire names. */
public enum FrameType {
    SEND("send", ClientFrame.Send.class, ClientFrame.Send::read),
    SYNC("sync", ClientFrame.Sync.class, ClientFrame.Sync::read),
    CURSOR("cursor", ClientFrame.Cursor.class, ClientFrame.Cursor::read),
    READ("read", ClientFrame.Read.class, ClientFrame.Read::read),
    TYPING("typing", ClientFrame.Typing.class, ClientFrame.Typing::read),
    WATCH("watch", ClientFrame.Watch.class, ClientFrame.Watch::read),
    ACTIVE("active", ClientFrame.Active.class, ClientFrame.Active::read),
    PING("ping", ClientFrame.Ping.class, ClientFrame.Ping::read),
    WELCOME("welcome", ServerFrame.Welcome.class),
    ENTRY("entry", ServerFrame.Entry.class),
    ACK("ack", ServerFrame.Ack.class),
    COMMITTED("committed", ServerFrame.Committed.class),
    CLEARED("cleared", ServerFrame.Cleared.class),
    CHAT_OPENED("chatOpened", ServerFrame.ChatOpened.class),
    PEOPLE("people", ServerFrame.People.class),
    CHATS("chats", ServerFrame.Chats.class),
    ENTRIES("entries", ServerFrame.Entries.class),
    SYNCED("synced", ServerFrame.Synced.class),
    RECEIPTS("receipts", ServerFrame.Receipts.class),
    SOMEBODY_TYPING("typing", "somebodyTyping", ServerFrame.Typing.class),
    PRESENCE("presence", ServerFrame.Presence.class),
    PONG("pong", ServerFrame.Pong.class),
    ERROR("error", ServerFrame.Refused.class);

    private static final Map<String, FrameType> FROM_CLIENT = Arrays.stream(values())
            .filter(FrameType::fromClient)
            .collect(Collectors.toUnmodifiableMap(FrameType::wireName, Function.identity()));

    private static final Map<Class<?>, FrameType> BY_FRAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FrameType::frame, Function.identity()));

    private final String wireName;
    private final String contractName;
    private final Class<?> frame;
    /** Null for a frame of the server. */
    private final @Nullable Reader reader;

    /** Of a client. */
    FrameType(String wireName, Class<? extends ClientFrame> frame, Reader reader) {
        this.wireName = wireName;
        this.contractName = wireName;
        this.frame = frame;
        this.reader = reader;
    }

    FrameType(String wireName, Class<? extends ServerFrame> frame) {
        this(wireName, wireName, frame);
    }

    FrameType(String wireName, String contractName, Class<? extends ServerFrame> frame) {
        this.wireName = wireName;
        this.contractName = contractName;
        this.frame = frame;
        this.reader = null;
    }

    public String wireName() {
        return wireName;
    }

    /** What the contract calls it: its type, but for a frame of the server whose type a frame of clients has as well. */
    public String contractName() {
        return contractName;
    }

    public Class<?> frame() {
        return frame;
    }

    public boolean fromClient() {
        return reader != null;
    }

    ClientFrame read(FrameReader fields) {
        if (reader == null) {
            throw new IllegalStateException("no client sends " + wireName);
        }
        return reader.read(fields);
    }

    public static FrameType of(ClientFrame frame) {
        FrameType type = BY_FRAME.get(frame.getClass());
        if (type == null) {
            throw new IllegalStateException(frame.getClass() + " has no name");
        }
        return type;
    }

    public static Optional<FrameType> ofClient(String wireName) {
        return Optional.ofNullable(FROM_CLIENT.get(wireName));
    }

    /** Makes a frame of its fields. */
    @Immutable
    @FunctionalInterface
    interface Reader {
        ClientFrame read(FrameReader fields);
    }
}
