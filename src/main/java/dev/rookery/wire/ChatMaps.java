package dev.rookery.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rookery.domain.ChatId;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads what a frame says about many chats: objects whose names are chat ids, of at most {@link ClientFrame.Sync#MAX_CURSORS}. */
final class ChatMaps {
    private static final long MAX_NUMBER = JsonValues.MAX_NUMBER;

    private final Function<String, MalformedFrameException> malformed;
    private final Function<String, MalformedFrameException> invalid;
    private final Map<ChatId, Long> cursors = new HashMap<>();
    private final Map<ChatId, String> versions = new HashMap<>();
    private final Set<FrameField> seen = EnumSet.noneOf(FrameField.class);

    /**
     * @param malformed makes the refusal of a frame with a wrong structure
     * @param invalid of one with a wrong value
     */
    ChatMaps(Function<String, MalformedFrameException> malformed, Function<String, MalformedFrameException> invalid) {
        this.malformed = malformed;
        this.invalid = invalid;
    }

    Map<ChatId, Long> cursors() {
        return cursors;
    }

    Map<ChatId, String> versions() {
        return versions;
    }

    /** The object at which the parser stands. */
    void put(FrameField field, JsonParser in) throws IOException {
        if (!seen.add(field)) {
            throw malformed.apply("'" + field.wireName() + "' stands there twice");
        }
        boolean numbers = field.shape() == FrameField.Shape.CURSORS;
        String rule = "'" + field.wireName() + "' must be an object of chat ids and " + (numbers ? "seqs" : "strings");
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw malformed.apply(rule);
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            if (numbers) {
                put(field, cursors, name, cursor(in));
            } else {
                put(field, versions, name, version(in));
            }
        }
        if (in.currentToken() != JsonToken.END_OBJECT) {
            throw malformed.apply(rule);
        }
    }

    private long cursor(JsonParser in) throws IOException {
        return in.currentToken() == JsonToken.VALUE_NULL ? ClientFrame.Sync.NOTHING : wholeNumber("a cursor", in);
    }

    private String version(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw malformed.apply("a version must be a string");
        }
        if (in.getTextLength() > ClientFrame.Sync.MAX_VERSION_LENGTH) {
            throw invalid.apply("a version has at most " + ClientFrame.Sync.MAX_VERSION_LENGTH + " characters");
        }
        return in.getText();
    }

    private <T> void put(FrameField field, Map<ChatId, T> named, String name, T value) {
        ChatId chat;
        try {
            chat = ChatId.parse(name);
        } catch (IllegalArgumentException e) {
            throw invalid.apply("'" + field.wireName() + "' must name chats by UUIDs of 36 characters");
        }
        if (named.putIfAbsent(chat, value) != null) {
            throw malformed.apply("'" + field.wireName() + "' names a chat twice");
        }
        if (named.size() > ClientFrame.Sync.MAX_CURSORS) {
            throw invalid.apply(
                    "'" + field.wireName() + "' may name at most " + ClientFrame.Sync.MAX_CURSORS + " chats");
        }
    }

    /** The value at which the parser stands. */
    long wholeNumber(String what, JsonParser in) throws IOException {
        String rule = what + " must be a whole number from 0 to " + MAX_NUMBER;
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw malformed.apply(rule);
        }
        boolean large = in.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
        if (large || in.getLongValue() < 0 || in.getLongValue() > MAX_NUMBER) {
            throw invalid.apply(rule);
        }
        return in.getLongValue();
    }
}
