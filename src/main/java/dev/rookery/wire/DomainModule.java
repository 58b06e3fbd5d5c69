package dev.rookery.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.rookery.domain.ChatId;
import dev.rookery.domain.ChatTitle;
import dev.rookery.domain.ClientId;
import dev.rookery.domain.Content;
import dev.rookery.domain.ContentKind;
import dev.rookery.domain.DeviceId;
import dev.rookery.domain.Emoji;
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
        addSerializer(Emoji.class, new TextSerializer<>(Emoji.class, Emoji::value));
        addDeserializer(Emoji.class, new TextDeserializer<>(Emoji.class, Emoji::new));
        setMixInAnnotation(Content.class, NamedByKind.class);
        setMixInAnnotation(Content.Unknown.class, NamedOnly.class);
        addDeserializer(Content.Unknown.class, new UnknownContent());
        for (ContentKind kind : ContentKind.values()) {
            registerSubtypes(new NamedType(kind.type(), kind.wireName()));
        }
        addSerializer(MessageText.class, new TextSerializer<>(MessageText.class, MessageText::value));
        addDeserializer(MessageText.class, new TextDeserializer<>(MessageText.class, MessageText::new));
    }

    /** What a newer node says is no failure of the message it stands in. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = Content.Unknown.class)
    private interface NamedByKind {}

    /** The bytes of what this node does not know stay where they are stored. */
    @JsonIgnoreProperties({"version", "number", "bytes"})
    private interface NamedOnly {}

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

    /** For texts: {@code toString} hides some of them. */
    private static final class TextSerializer<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<T, String> value;

        TextSerializer(Class<T> type, Function<T, String> value) {
            super(type);
            this.value = value;
        }

        @Override
        public void serialize(T text, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.apply(text));
        }
    }

    /** Reads exactly a string: no trimming, no coercion of numbers. */
    private static final class TextDeserializer<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        TextDeserializer(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        @SuppressWarnings("unchecked") // of the type that it was made for
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.currentToken().isScalarValue() || in.currentToken().isNumeric()) {
                return (T) context.handleUnexpectedToken(_valueClass, in);
            }
            return parse.apply(in.getText());
        }
    }

    /** Passes over whatever stands there. */
    private static final class UnknownContent extends StdDeserializer<Content.Unknown> {
        private static final long serialVersionUID = 1L;

        UnknownContent() {
            super(Content.Unknown.class);
        }

        @Override
        public Content.Unknown deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() == JsonToken.START_OBJECT) {
                in.nextToken();
            }
            while (in.currentToken() == JsonToken.FIELD_NAME) {
                in.nextToken();
                in.skipChildren();
                in.nextToken();
            }
            return Content.Unknown.ELSEWHERE;
        }
    }
}
