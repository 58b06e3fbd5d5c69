package dev.rookery.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.rookery.bus.message.BusMessage;
import dev.rookery.bus.message.BusMessageKind;
import dev.rookery.wire.DomainModule;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The one codec of the event bus: a version byte, a kind byte, then CBOR (RFC 8949). Fields that a receiver does not know
 * are skipped, so that nodes of two versions can run side by side during a rolling update; an unknown version or kind
 * fails loudly.
 */
public final class BusCodec implements MessageCodec<BusMessage, BusMessage> {
    static final String NAME = "rookery";
    static final byte VERSION = 1;

    /** One for all, as it remembers how each type is written and read. Safe to use from any thread. */
    private static final ObjectMapper CBOR = CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .registerModules(new DomainModule(), new BufferModule());

    /** Makes the codec known on this node; before any verticle is deployed. Every other class is refused by the bus. */
    public static void register(Vertx vertx) {
        vertx.eventBus()
                .registerCodec(new BusCodec())
                .codecSelector(body -> body instanceof BusMessage ? NAME : null)
                .clusterSerializableChecker(className -> false)
                .serializableChecker(className -> false);
    }

    @Override
    public void encodeToWire(Buffer wire, BusMessage message) {
        try {
            byte[] body = CBOR.writeValueAsBytes(message);
            wire.appendByte(VERSION)
                    .appendByte((byte) BusMessageKind.of(message).wireNumber())
                    .appendInt(body.length)
                    .appendBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BusMessage decodeFromWire(int position, Buffer wire) {
        byte version = wire.getByte(position);
        if (version != VERSION) {
            throw new IllegalStateException(
                    "event bus message of version " + version + ", this node speaks " + VERSION);
        }
        BusMessageKind kind = BusMessageKind.ofWireNumber(wire.getByte(position + 1));
        int length = wire.getInt(position + 2);
        int start = position + 6;
        try {
            return CBOR.readValue(wire.getBytes(start, start + length), kind.type());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BusMessage transform(BusMessage message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    /** Buffers are byte strings. */
    private static final class BufferModule extends SimpleModule {
        private static final long serialVersionUID = 1L;

        BufferModule() {
            super("rookery-buffer");
            addSerializer(Buffer.class, new StdScalarSerializer<>(Buffer.class) {
                private static final long serialVersionUID = 1L;

                @Override
                public void serialize(Buffer buffer, JsonGenerator out, SerializerProvider provider)
                        throws IOException {
                    out.writeBinary(buffer.getBytes());
                }
            });
            addDeserializer(Buffer.class, new StdScalarDeserializer<>(Buffer.class) {
                private static final long serialVersionUID = 1L;

                @Override
                public Buffer deserialize(JsonParser in, DeserializationContext context) throws IOException {
                    return Buffer.buffer(in.getBinaryValue());
                }
            });
        }
    }
}
