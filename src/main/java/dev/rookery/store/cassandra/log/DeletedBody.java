package dev.rookery.store.cassandra.log;

import dev.rookery.domain.Content;
import java.nio.ByteBuffer;

/** {@code target varint}. */
final class DeletedBody implements ContentBody<Content.Deleted> {
    @Override
    public byte[] encode(Content.Deleted deleted) {
        ByteBuffer bytes = ByteBuffer.allocate(Varint.length(deleted.target()));
        Varint.put(bytes, deleted.target());
        return bytes.array();
    }

    @Override
    public Content.Deleted decode(ByteBuffer bytes) {
        return new Content.Deleted(Varint.get(bytes));
    }
}
