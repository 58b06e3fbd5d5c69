package dev.rookery.protocol;

import java.util.Arrays;
import java.util.Optional;

/** The table of wire names. */
public enum FrameType {
    SEND("send", ClientFrame.Send.class),
    PING("ping", ClientFrame.Ping.class),
    WELCOME("welcome", ServerFrame.Welcome.class),
    MESSAGE("message", ServerFrame.Message.class),
    ACK("ack", ServerFrame.Ack.class),
    CHAT_OPENED("chatOpened", ServerFrame.ChatOpened.class),
    PONG("pong", ServerFrame.Pong.class),
    ERROR("error", ServerFrame.Refused.class);

    private final String wireName;
    private final Class<?> frame;

    FrameType(String wireName, Class<?> frame) {
        this.wireName = wireName;
        this.frame = frame;
    }

    public String wireName() {
        return wireName;
    }

    public Class<?> frame() {
        return frame;
    }

    public boolean fromClient() {
        return ClientFrame.class.isAssignableFrom(frame);
    }

    static FrameType of(ServerFrame frame) {
        return Arrays.stream(values())
                .filter(type -> type.frame == frame.getClass())
                .findFirst()
                .orElseThrow();
    }

    static Optional<FrameType> ofClient(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.fromClient() && type.wireName.equals(wireName))
                .findFirst();
    }
}
