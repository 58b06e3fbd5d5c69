package dev.rookery.store.cassandra.log;

import dev.rookery.domain.Content;
import java.nio.ByteBuffer;

/** How one kind of content stands in the store. What changes about it gets a new kind: stored bytes never change. */
interface ContentBody<C extends Content> {
    byte[] encode(C content);

    /** @param bytes has this content and nothing else */
    C decode(ByteBuffer bytes);
}
