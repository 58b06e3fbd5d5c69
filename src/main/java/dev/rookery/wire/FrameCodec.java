package dev.rookery.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.rookery.domain.ErrorCode;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
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
        return FrameType.ofClient(fields.require(FrameField.TYPE))
                .orElseThrow(
                        () -> fields.malformed(ErrorCode.UNKNOWN_FRAME_TYPE, "'type' must be one of " + CLIENT_TYPES))
                .read(fields);
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
