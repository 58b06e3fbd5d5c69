package dev.rookery.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fields of all client frames. One name has one shape, whatever the type of the frame. */
enum FrameField {
    TYPE("type", Shape.TEXT),
    ID("id", Shape.TEXT),
    CHAT("chat", Shape.TEXT),
    CLIENT_ID("clientId", Shape.TEXT),
    CONTENT("content", Shape.OBJECT),
    CURSORS("cursors", Shape.CURSORS),
    VERSIONS("versions", Shape.VERSIONS),
    ONLY("only", Shape.FLAG),
    SEQ("seq", Shape.NUMBER),
    RESUME("resume", Shape.TEXT),
    RECENT("recent", Shape.NUMBER),
    PEOPLE("people", Shape.FLAG),
    WHAT("what", Shape.TEXT),
    USERS("users", Shape.USERS),
    AWAY("away", Shape.FLAG);

    enum Shape {
        TEXT,
        FLAG,
        /** A whole number from 0 to 2^53 - 1, what every JSON library can carry. */
        NUMBER,
        /** An object of whatever fields: {@link JsonValues}. */
        OBJECT,
        /** An object from chat ids to numbers or null. */
        CURSORS,
        /** An object from chat ids to short texts. */
        VERSIONS,
        /** A list of user ids. */
        USERS
    }

    private static final Map<String, FrameField> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FrameField::wireName, Function.identity()));

    private final String wireName;
    private final Shape shape;

    FrameField(String wireName, Shape shape) {
        this.wireName = wireName;
        this.shape = shape;
    }

    String wireName() {
        return wireName;
    }

    Shape shape() {
        return shape;
    }

    static Map<String, FrameField> byName() {
        return BY_NAME;
    }
}
