package dev.rookery.store.cassandra.log;

import dev.rookery.domain.Content;
import dev.rookery.domain.MessageText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code target varint | text (UTF-8, to the end)}. */
final class EditedBody implements ContentBody<Content.Edited> {
    @Override
    public byte[] encode(Content.Edited edited) {
        byte[] text = edited.text().value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Varint.length(edited.target()) + text.length);
        Varint.put(bytes, edited.target());
        return bytes.put(text).array();
    }

    @Override
    public Content.Edited decode(ByteBuffer bytes) {
        long target = Varint.get(bytes);
        return new Content.Edited(
                target, new MessageText(StandardCharsets.UTF_8.decode(bytes).toString()));
    }
}
