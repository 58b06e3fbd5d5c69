package dev.rookery.store.cassandra.log;

import dev.rookery.domain.Content;
import dev.rookery.domain.Emoji;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code target varint | on 1 (1 or 0) | emoji (UTF-8, to the end)}. */
final class ReactedBody implements ContentBody<Content.Reacted> {
    private static final byte ON = 1;
    private static final byte OFF = 0;

    @Override
    public byte[] encode(Content.Reacted reacted) {
        byte[] emoji = reacted.emoji().value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Varint.length(reacted.target()) + 1 + emoji.length);
        Varint.put(bytes, reacted.target());
        return bytes.put(reacted.on() ? ON : OFF).put(emoji).array();
    }

    @Override
    public Content.Reacted decode(ByteBuffer bytes) {
        long target = Varint.get(bytes);
        boolean on = bytes.get() == ON;
        return new Content.Reacted(
                target, new Emoji(StandardCharsets.UTF_8.decode(bytes).toString()), on);
    }
}
