package dev.rookery.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.ErrorCode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
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

    /** The fields of all frames; each is a string. */
    enum Field {
        TYPE("type"),
        ID("id"),
        CHAT("chat"),
        CLIENT_ID("clientId"),
        TEXT("text");

        private static final Map<String, Field> BY_NAME = Map.of(
                TYPE.wireName, TYPE,
                ID.wireName, ID,
                CHAT.wireName, CHAT,
                CLIENT_ID.wireName, CLIENT_ID,
                TEXT.wireName, TEXT);

        private final String wireName;

        Field(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    private final Map<Field, String> values = new EnumMap<>(Field.class);

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
    String require(Field field) {
        String value = values.get(field);
        if (value == null) {
            throw malformed("'" + field.wireName + "' is missing");
        }
        return value;
    }

    @Nullable String id() {
        return values.get(Field.ID);
    }

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
            Field field = Field.BY_NAME.get(name);
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

    private void put(Field field, JsonToken token, JsonParser in) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw malformed("'" + field.wireName + "' must be a string");
        }
        String value = in.getText();
        // An id is echoed, so what can't be echoed is refused: the same characters as in a clientId.
        if (field == Field.ID && !ClientId.isValid(value)) {
            throw malformed(
                    "'id' must be 1 to " + ClientFrame.MAX_ID_LENGTH + " printable ASCII characters without blanks");
        }
        if (values.putIfAbsent(field, value) != null) {
            throw malformed("'" + field.wireName + "' stands there twice");
        }
    }

    private @Nullable ClientId clientIdIfValid() {
        String value = values.get(Field.CLIENT_ID);
        return value != null && ClientId.isValid(value) ? new ClientId(value) : null;
    }
}
