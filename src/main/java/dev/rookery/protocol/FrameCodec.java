package dev.rookery.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.serialization.DomainModule;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

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

    private static final ObjectMapper json = JsonMapper.builder()
            .addModule(new DomainModule())
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private FrameCodec() {}

    public static Buffer encode(ServerFrame frame) {
        ObjectNode node = json.createObjectNode();
        node.put("type", FrameType.of(frame).wireName());
        node.setAll((ObjectNode) json.<JsonNode>valueToTree(frame));
        try {
            return Buffer.buffer(json.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a server frame can always be written", e);
        }
    }

    public static ClientFrame decode(String text) {
        JsonNode node = parse(text);
        if (!node.isObject()) {
            throw new MalformedFrameException(ErrorCode.MALFORMED_FRAME, "a frame must be a JSON object", null, null);
        }
        String id = idOf(node);
        String clientId = shortText(node, "clientId");
        JsonNode name = node.path("type");
        if (!name.isTextual()) {
            throw new MalformedFrameException(ErrorCode.MALFORMED_FRAME, "'type' must be a string", id, clientId);
        }
        FrameType type = FrameType.ofClient(name.textValue())
                .orElseThrow(() -> new MalformedFrameException(
                        ErrorCode.UNKNOWN_FRAME_TYPE, "type must be one of send, ping", id, clientId));
        return bind(node, type, id, clientId);
    }

    private static JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at character " + e.getLocation().getCharOffset();
            throw new MalformedFrameException(ErrorCode.MALFORMED_FRAME, "not valid JSON" + where, null, null);
        }
    }

    private static ClientFrame bind(JsonNode node, FrameType type, @Nullable String id, @Nullable String clientId) {
        try {
            ClientFrame frame = (ClientFrame) json.treeToValue(node, type.frame());
            refuseMissing(frame, id);
            return frame;
        } catch (DatabindException e) {
            throw refusal(e, id, clientId);
        } catch (JsonProcessingException e) {
            throw new MalformedFrameException(ErrorCode.MALFORMED_FRAME, "not a frame", id, clientId);
        }
    }

    /** Records bind absent fields to null, whatever NullAway believes. */
    @SuppressWarnings("ConstantValue")
    private static void refuseMissing(ClientFrame frame, @Nullable String id) {
        if (frame instanceof ClientFrame.Send send) {
            String missing = send.chat() == null
                    ? "chat"
                    : send.clientId() == null ? "clientId" : send.text() == null ? "text" : null;
            if (missing != null) {
                String clientId =
                        send.clientId() == null ? null : send.clientId().value();
                throw new MalformedFrameException(
                        ErrorCode.MALFORMED_FRAME, "'" + missing + "' is missing", id, clientId);
            }
        }
    }

    private static MalformedFrameException refusal(
            DatabindException e, @Nullable String id, @Nullable String clientId) {
        if (e.getCause() instanceof RookeryException known) {
            return new MalformedFrameException(known.code(), known.detail(), id, clientId);
        }
        String field =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                        ? mapping.getPath().get(0).getFieldName()
                        : "a field";
        String reason = e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null
                ? ": " + cause.getMessage()
                : "";
        return new MalformedFrameException(
                ErrorCode.MALFORMED_FRAME, "'" + field + "' has a wrong value" + reason, id, clientId);
    }

    private static @Nullable String idOf(JsonNode node) {
        JsonNode id = node.path("id");
        if (id.isMissingNode() || id.isNull()) {
            return null;
        }
        String text = shortText(node, "id");
        if (text == null) {
            throw new MalformedFrameException(
                    ErrorCode.MALFORMED_FRAME,
                    "'id' must be a string of at most " + ClientFrame.MAX_ID_LENGTH + " characters",
                    null,
                    null);
        }
        return text;
    }

    private static @Nullable String shortText(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && value.textValue().length() <= ClientFrame.MAX_ID_LENGTH ? value.textValue() : null;
    }
}
