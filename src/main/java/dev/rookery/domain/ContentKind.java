package dev.rookery.domain;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of {@link Content}. A number is never reused: it stands in the store for ever. So does a name, in clients. */
public enum ContentKind {
    /** Of what this node does not know. */
    UNKNOWN(0, "unknown", Content.Unknown.class),
    MESSAGE(1, "message", Content.Message.class),
    VOIDED(2, "voided", Content.Voided.class),
    EDITED(3, "edited", Content.Edited.class),
    DELETED(4, "deleted", Content.Deleted.class),
    REACTED(5, "reacted", Content.Reacted.class),
    REMOVED(6, "removed", Content.Removed.class);

    private static final Map<Class<?>, ContentKind> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ContentKind::type, Function.identity()));
    private static final Map<String, ContentKind> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ContentKind::wireName, Function.identity()));

    private final int number;
    private final String wireName;
    private final Class<? extends Content> type;

    ContentKind(int number, String wireName, Class<? extends Content> type) {
        this.number = number;
        this.wireName = wireName;
        this.type = type;
    }

    public static ContentKind of(Content content) {
        ContentKind kind = BY_TYPE.get(content.getClass());
        if (kind == null) {
            throw new IllegalStateException(content.getClass() + " has no kind");
        }
        return kind;
    }

    public static Optional<ContentKind> named(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /** From 1 to 255; 0 in no store. */
    public int number() {
        return number;
    }

    public String wireName() {
        return wireName;
    }

    public Class<? extends Content> type() {
        return type;
    }

    /** Whether unread counts count it. */
    public boolean counts() {
        return this == MESSAGE;
    }
}
