package dev.rookery.store.cassandra.log;

import dev.rookery.domain.Content;
import dev.rookery.domain.ContentKind;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** All kinds of content that this node can store and read. */
final class ContentBodies {
    private static final Map<ContentKind, ContentBody<?>> BY_KIND = new EnumMap<>(Map.of(
            ContentKind.MESSAGE, new MessageBody(),
            ContentKind.VOIDED, new VoidedBody(),
            ContentKind.EDITED, new EditedBody(),
            ContentKind.DELETED, new DeletedBody(),
            ContentKind.REACTED, new ReactedBody(),
            ContentKind.REMOVED, new RemovedBody()));

    private static final Map<Integer, ContentBody<?>> BY_NUMBER = new HashMap<>();

    static {
        BY_KIND.forEach((kind, body) -> BY_NUMBER.put(kind.number(), body));
    }

    private ContentBodies() {}

    static boolean knows(int number) {
        return BY_NUMBER.containsKey(number);
    }

    @SuppressWarnings("unchecked") // each kind stands beside the body of its own type
    static byte[] encode(Content content) {
        ContentBody<Content> body = (ContentBody<Content>) BY_KIND.get(ContentKind.of(content));
        if (body == null) {
            throw new IllegalArgumentException(content.getClass() + " is not stored");
        }
        return body.encode(content);
    }

    /** @param number a known one */
    static Content decode(int number, ByteBuffer bytes) {
        ContentBody<?> body = BY_NUMBER.get(number);
        if (body == null) {
            throw new IllegalArgumentException("there is no kind " + number);
        }
        return body.decode(bytes);
    }
}
