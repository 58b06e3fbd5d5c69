package dev.rookery.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.SessionId;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * JSON text to frames and back. Total: every input gives a frame or a {@link MalformedFrameException} that says what is
 * wrong without repeating the input. Fields it does not know are ignored, types it does not know are an error.
 */
public final class FrameCodec {
    /** The subprotocol whose frames this codec speaks. */
    public static final String SUBPROTOCOL = "rookery.v1";
    /**
     * The largest message accepted, in bytes: 100,000 characters at 12 bytes each, the longest JSON escape of a code point
     * (a surrogate pair as two {@code \}{@code uXXXX}), and room for the envelope.
     */
    public static final int MAX_MESSAGE_BYTES = 100_000 * 12 + 16_384;

    private static final String CLIENT_TYPES = Arrays.stream(FrameType.values())
            .filter(FrameType::fromClient)
            .map(FrameType::wireName)
            .collect(Collectors.joining(", "));
    private static final ObjectWriter writer = writer();

    private FrameCodec() {}

    /** UTF-8 JSON, the type first. */
    public static Buffer encode(ServerFrame frame) {
        try {
            return Buffer.buffer(writer.writeValueAsBytes(frame));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a server frame can always be written", e);
        }
    }

    public static ClientFrame decode(String text) {
        FrameReader fields = FrameReader.read(text);
        FrameType type = FrameType.ofClient(fields.require(FrameField.TYPE))
                .orElseThrow(
                        () -> fields.malformed(ErrorCode.UNKNOWN_FRAME_TYPE, "'type' must be one of " + CLIENT_TYPES));
        return switch (type) {
            case SEND -> send(fields);
            case SYNC -> sync(fields);
            case CURSOR ->
                new ClientFrame.Cursor(
                        fields.id(), read(fields, FrameField.CHAT, ChatId::parse), fields.number(FrameField.SEQ));
            case TYPING -> typing(fields);
            case WATCH -> new ClientFrame.Watch(fields.id(), fields.users());
            case ACTIVE -> new ClientFrame.Active(fields.id(), fields.flag(FrameField.AWAY));
            default -> new ClientFrame.Ping(fields.id());
        };
    }

    private static ClientFrame.Send send(FrameReader fields) {
        return new ClientFrame.Send(
                fields.id(),
                read(fields, FrameField.CHAT, ChatId::parse),
                read(fields, FrameField.CLIENT_ID, ClientId::new),
                content(fields));
    }

    private static Content content(FrameReader fields) {
        try {
            return ContentReader.read(fields.object(FrameField.CONTENT));
        } catch (RookeryException e) {
            throw fields.malformed(e.code(), e.detail());
        }
    }

    private static ClientFrame.Typing typing(FrameReader fields) {
        ChatId chat = read(fields, FrameField.CHAT, ChatId::parse);
        if (!fields.require(FrameField.WHAT).equals(ClientFrame.Typing.TEXT)) {
            throw fields.invalid("'what' must be '" + ClientFrame.Typing.TEXT + "'");
        }
        return new ClientFrame.Typing(fields.id(), chat, ClientFrame.Typing.TEXT);
    }

    private static ClientFrame.Sync sync(FrameReader fields) {
        SessionId resume = fields.has(FrameField.RESUME) ? read(fields, FrameField.RESUME, SessionId::parse) : null;
        return new ClientFrame.Sync(
                fields.id(),
                fields.cursors(),
                fields.flag(FrameField.ONLY),
                recent(fields),
                resume,
                fields.flag(FrameField.PEOPLE));
    }

    private static int recent(FrameReader fields) {
        return (int) fields.number(FrameField.RECENT, ClientFrame.Sync.RECENT, ClientFrame.Sync.MAX_RECENT);
    }

    private static <T> T read(FrameReader fields, FrameField field, Function<String, T> parse) {
        String value = fields.require(field);
        try {
            return parse.apply(value);
        } catch (RookeryException e) {
            throw fields.malformed(e.code(), e.detail());
        } catch (IllegalArgumentException e) {
            throw fields.invalid("'" + field.wireName() + "' has a wrong value: " + shape(field));
        }
    }

    /** Not the exception's own words: those of the JDK repeat the input. */
    private static String shape(FrameField field) {
        return field == FrameField.CHAT || field == FrameField.RESUME
                ? "not a UUID of 36 characters"
                : "not 1 to " + ClientId.MAX_LENGTH + " printable ASCII characters without blanks";
    }

    private static ObjectWriter writer() {
        JsonMapper mapper = JsonMapper.builder()
                // An emoji as its 4 bytes of UTF-8, not as 12 of two escapes.
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .addModule(new DomainModule())
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .addMixIn(ServerFrame.class, NamedByType.class)
                .build();
        for (FrameType type : FrameType.values()) {
            mapper.registerSubtypes(new NamedType(type.frame(), type.wireName()));
        }
        return mapper.writerFor(ServerFrame.class);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface NamedByType {}
}
