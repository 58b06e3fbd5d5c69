package dev.rookery.store.cassandra.log;

import dev.rookery.domain.Content;
import java.nio.ByteBuffer;

/** The seq of the deletion. */
final class RemovedBody implements ContentBody<Content.Removed> {
    @Override
    public byte[] encode(Content.Removed removed) {
        ByteBuffer bytes = ByteBuffer.allocate(Varint.length(removed.deletion()));
        Varint.put(bytes, removed.deletion());
        return bytes.array();
    }

    @Override
    public Content.Removed decode(ByteBuffer bytes) {
        return new Content.Removed(Varint.get(bytes));
    }
}
