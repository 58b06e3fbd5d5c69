package dev.rookery.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one client frame. One pass and no tree, so that a megabyte of nested brackets in a field nobody knows
 * costs no memory; what is not known is skipped.
 */
final class FrameReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_DIGITS = 100;
    private static final int MAX_NAME = 256;

    /** Names of fields come from strangers: they are neither interned nor kept in a table. */
    private static final JsonFactory json = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_DIGITS)
                    .maxNameLength(MAX_NAME)
                    .maxStringLength(FrameCodec.MAX_MESSAGE_BYTES)
                    .maxDocumentLength(FrameCodec.MAX_MESSAGE_BYTES)
                    .build())
            .build();

    private final Map<FrameField, String> values = new EnumMap<>(FrameField.class);
    private final Map<FrameField, Map<String, Object>> objects = new EnumMap<>(FrameField.class);
    private final ChatMaps chats = new ChatMaps(this::malformed, this::invalid);
    private @Nullable JsonValues nested;
    private @Nullable Set<UserId> users;

    private FrameReader() {}

    static FrameReader read(String text) {
        FrameReader frame = new FrameReader();
        try (JsonParser in = json.createParser(text)) {
            frame.readObject(in);
        } catch (StreamConstraintsException e) {
            throw frame.malformed("nested too deep, or with too long a number or name");
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            throw frame.malformed("not valid JSON" + (where == null ? "" : " at character " + where.getCharOffset()));
        } catch (IOException e) {
            throw frame.malformed("not valid JSON");
        }
        return frame;
    }

    /** A field that every frame of this type has. */
    String require(FrameField field) {
        String value = values.get(field);
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    boolean has(FrameField field) {
        return values.containsKey(field);
    }

    /** False if it is not there. */
    boolean flag(FrameField field) {
        return "true".equals(values.get(field));
    }

    /** A number that every frame of this type has. */
    long number(FrameField field) {
        return Long.parseLong(require(field));
    }

    /** A number from 0 to {@code most}. */
    long number(FrameField field, long absent, long most) {
        String value = values.get(field);
        long number = value == null ? absent : Long.parseLong(value);
        if (number > most) {
            throw invalid("'" + field.wireName() + "' must be a whole number from 0 to " + most);
        }
        return number;
    }

    /** An object that every frame of this type has. */
    Map<String, Object> object(FrameField field) {
        Map<String, Object> object = objects.get(field);
        if (object == null) {
            throw missing(field);
        }
        return object;
    }

    /** A field that every frame of this type has, as what it stands for. */
    <T> T read(FrameField field, Function<String, T> parse) {
        String value = require(field);
        try {
            return parse.apply(value);
        } catch (RookeryException e) {
            throw malformed(e.code(), e.detail());
        } catch (IllegalArgumentException e) {
            throw invalid("'" + field.wireName() + "' has a wrong value: " + shape(field));
        }
    }

    /** Not the exception's own words: those of the JDK repeat the input. */
    private static String shape(FrameField field) {
        return field == FrameField.CHAT || field == FrameField.RESUME
                ? "not a UUID of 36 characters"
                : "not 1 to " + ClientId.MAX_LENGTH + " printable ASCII characters without blanks";
    }

    ChatId chat() {
        return read(FrameField.CHAT, ChatId::parse);
    }

    /** Empty if there are none. */
    Map<ChatId, Long> cursors() {
        return chats.cursors();
    }

    /** Empty if there are none. */
    Map<ChatId, String> versions() {
        return chats.versions();
    }

    /** A list that every frame of this type has. */
    Set<UserId> users() {
        if (users == null) {
            throw malformed("'users' is missing");
        }
        return users;
    }

    @Nullable String id() {
        return values.get(FrameField.ID);
    }

    /** The structure is right and every field of its type, but a value is not as documented. */
    MalformedFrameException invalid(String detail) {
        return malformed(ErrorCode.INVALID_REQUEST, detail);
    }

    /** Not one JSON object, or a field is missing, there twice or of another type. */
    MalformedFrameException malformed(String detail) {
        return malformed(ErrorCode.MALFORMED_FRAME, detail);
    }

    MalformedFrameException malformed(ErrorCode code, String detail) {
        return new MalformedFrameException(code, detail, id(), clientIdIfValid());
    }

    private void readObject(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("a frame must be a JSON object");
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken token = in.nextToken();
            FrameField field = FrameField.byName().get(name);
            if (field == null) {
                in.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                put(field, token, in);
            }
        }
        if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
            throw malformed("there must be one JSON object and nothing after it");
        }
    }

    private void put(FrameField field, JsonToken token, JsonParser in) throws IOException {
        if (field.shape() == FrameField.Shape.CURSORS || field.shape() == FrameField.Shape.VERSIONS) {
            chats.put(field, in);
            return;
        }
        if (field.shape() == FrameField.Shape.OBJECT) {
            putObject(field, in);
            return;
        }
        if (field.shape() == FrameField.Shape.USERS) {
            putUsers(token, in);
            return;
        }
        String value = value(field, token, in);
        // An id is echoed, so what can't be echoed is refused: the same characters as in a clientId.
        if (field == FrameField.ID && !ClientId.isValid(value)) {
            throw invalid(
                    "'id' must be 1 to " + ClientFrame.MAX_ID_LENGTH + " printable ASCII characters without blanks");
        }
        if (values.putIfAbsent(field, value) != null) {
            throw twice(field);
        }
    }

    private String value(FrameField field, JsonToken token, JsonParser in) throws IOException {
        return switch (field.shape()) {
            case FLAG -> {
                if (!token.isBoolean()) {
                    throw malformed("'" + field.wireName() + "' must be true or false");
                }
                yield in.getText();
            }
            case NUMBER -> Long.toString(chats.wholeNumber("'" + field.wireName() + "'", in));
            default -> {
                if (token != JsonToken.VALUE_STRING) {
                    throw malformed("'" + field.wireName() + "' must be a string");
                }
                yield in.getText();
            }
        };
    }

    /** All objects of a frame share one bound. */
    private void putObject(FrameField field, JsonParser in) throws IOException {
        JsonValues values = nested == null ? new JsonValues(in, this::malformed, this::invalid) : nested;
        nested = values;
        if (objects.putIfAbsent(field, values.object(field.wireName())) != null) {
            throw twice(field);
        }
    }

    private void putUsers(JsonToken token, JsonParser in) throws IOException {
        if (users != null) {
            throw twice(FrameField.USERS);
        }
        if (token != JsonToken.START_ARRAY) {
            throw malformed("'users' must be a list of user ids");
        }
        Set<UserId> named = new LinkedHashSet<>();
        while (in.nextToken() == JsonToken.VALUE_STRING) {
            if (named.size() >= ClientFrame.Watch.MAX_USERS) {
                throw invalid("'users' may name at most " + ClientFrame.Watch.MAX_USERS + " people");
            }
            if (!named.add(user(in.getText()))) {
                throw invalid("'users' names somebody twice");
            }
        }
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw malformed("'users' must be a list of user ids");
        }
        users = named;
    }

    private UserId user(String text) {
        try {
            return UserId.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("'users' must name people by UUIDs of 36 characters");
        }
    }

    private MalformedFrameException missing(FrameField field) {
        return malformed("'" + field.wireName() + "' is missing");
    }

    private MalformedFrameException twice(FrameField field) {
        return malformed("'" + field.wireName() + "' stands there twice");
    }

    private @Nullable ClientId clientIdIfValid() {
        String value = values.get(FrameField.CLIENT_ID);
        return value != null && ClientId.isValid(value) ? new ClientId(value) : null;
    }
}
