package dev.rookery.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ChatTitle;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.SessionId;
import dev.rookery.domain.UserId;
import dev.rookery.domain.Username;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;

/** Writes the value types of {@code domain} as plain strings and reads them back. */
public final class DomainModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    public DomainModule() {
        super("rookery-domain");
        asString(UserId.class, UserId::parse);
        asString(DeviceId.class, DeviceId::parse);
        asString(SessionId.class, SessionId::parse);
        asString(NodeId.class, NodeId::parse);
        asString(ChatId.class, ChatId::parse);
        asString(ChatTitle.class, ChatTitle::new);
        asString(ClientId.class, ClientId::new);
        asString(Username.class, Username::new);
        asString(Instant.class, Instant::parse);
        asString(LocalDate.class, LocalDate::parse);
        addSerializer(MessageText.class, new TextSerializer());
        addDeserializer(MessageText.class, new TextDeserializer());
    }

    private <T> void asString(Class<T> type, Function<String, T> parse) {
        addSerializer(type, ToStringSerializer.instance);
        addDeserializer(type, new ParsingDeserializer<>(type, parse));
    }

    private static final class ParsingDeserializer<T> extends FromStringDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        ParsingDeserializer(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) {
            return parse.apply(text);
        }
    }

    /** {@link MessageText#toString} hides the text, so it has a serializer of its own. */
    private static final class TextSerializer extends StdScalarSerializer<MessageText> {
        private static final long serialVersionUID = 1L;

        TextSerializer() {
            super(MessageText.class);
        }

        @Override
        public void serialize(MessageText text, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(text.value());
        }
    }

    /** Reads exactly a string: no trimming, no coercion of numbers. */
    private static final class TextDeserializer extends StdScalarDeserializer<MessageText> {
        private static final long serialVersionUID = 1L;

        TextDeserializer() {
            super(MessageText.class);
        }

        @Override
        public MessageText deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.currentToken().isScalarValue() || in.currentToken().isNumeric()) {
                return (MessageText) context.handleUnexpectedToken(MessageText.class, in);
            }
            return new MessageText(in.getText());
        }
    }
}
