package dev.rookery.wire;

import dev.rookery.domain.Content;
import dev.rookery.domain.ContentKind;
import dev.rookery.domain.Emoji;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.RookeryException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a client sends, from the fields of its {@code content}, over whatever it came. Fields that a kind does not have are
 * ignored.
 */
public final class ContentReader {
    private static final Map<ContentKind, Function<ContentFields, Content>> KINDS = new EnumMap<>(Map.of(
            ContentKind.MESSAGE, fields -> new Content.Message(text(fields)),
            ContentKind.EDITED, fields -> new Content.Edited(fields.seq("target"), text(fields)),
            ContentKind.DELETED, fields -> new Content.Deleted(fields.seq("target")),
            ContentKind.REACTED,
                    fields -> new Content.Reacted(
                            fields.seq("target"), fields.parse("emoji", Emoji::new), fields.flag("on"))));

    private ContentReader() {}

    /**
     * Throws {@link RookeryException} with {@code invalid_request}, {@code text_too_long} or {@code kind_not_supported}.
     *
     * @param fields strings, numbers as Long or Integer, Booleans, Lists and Maps
     */
    public static Content read(Map<String, ?> fields) {
        ContentFields read = new ContentFields(fields);
        return ContentKind.named(read.text("kind"))
                .map(KINDS::get)
                .orElseThrow(
                        () -> new RookeryException(ErrorCode.KIND_NOT_SUPPORTED, ErrorCode.KIND_NOT_SUPPORTED.title()))
                .apply(read);
    }

    private static MessageText text(ContentFields fields) {
        return fields.parse("text", MessageText::new);
    }
}
