package dev.rookery.store.cassandra.log;

import dev.rookery.domain.Content;
import dev.rookery.domain.MessageText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code text (UTF-8, to the end)}. */
final class MessageBody implements ContentBody<Content.Message> {
    @Override
    public byte[] encode(Content.Message message) {
        return message.text().value().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Content.Message decode(ByteBuffer bytes) {
        return new Content.Message(
                new MessageText(StandardCharsets.UTF_8.decode(bytes).toString()));
    }
}
