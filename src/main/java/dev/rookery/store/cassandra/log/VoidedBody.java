package dev.rookery.store.cassandra.log;

import dev.rookery.domain.Content;
import java.nio.ByteBuffer;

/** No bytes. */
final class VoidedBody implements ContentBody<Content.Voided> {
    @Override
    public byte[] encode(Content.Voided voided) {
        return new byte[0];
    }

    @Override
    public Content.Voided decode(ByteBuffer bytes) {
        return new Content.Voided();
    }
}
