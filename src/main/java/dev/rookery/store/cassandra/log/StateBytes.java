package dev.rookery.store.cassandra.log;

import dev.rookery.domain.Emoji;
import dev.rookery.domain.EntryState;
import dev.rookery.domain.EntryState.Deletion;
import dev.rookery.domain.EntryState.Edit;
import dev.rookery.domain.EntryState.Reaction;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.UserId;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of what became of a message:
 *
 * <pre>
 * version 1 | asOf n | parts: tag 1, length n, that many bytes
 * edited:    at 6 (ms) | text (UTF-8, to the end)
 * deleted:   by 16 | at 6 | seq n
 * reactions: each emoji length n, emoji (UTF-8), people n, 16 each
 * edits:     each what its seq exceeds the one before by, n
 * </pre>
 *
 * n is a {@link Varint}. The same state always gives the same bytes. A part that is not known is passed over by its length.
 */
final class StateBytes {
    static final byte VERSION = 1;

    private static final byte EDITED = 1;
    private static final byte DELETED = 2;
    private static final byte REACTIONS = 3;
    private static final byte EDITS = 4;

    private StateBytes() {}

    static ByteBuffer encode(EntryState state) {
        Out out = new Out();
        out.write(VERSION);
        out.number(state.asOf());
        if (state.edited() != null) {
            Out part = new Out();
            part.time(state.edited().at());
            part.writeBytes(state.edited().text().value().getBytes(StandardCharsets.UTF_8));
            out.part(EDITED, part);
        }
        if (state.deleted() != null) {
            Out part = new Out();
            part.uuid(state.deleted().by().value());
            part.time(state.deleted().at());
            part.number(state.deleted().seq());
            out.part(DELETED, part);
        }
        if (!state.reactions().isEmpty()) {
            out.part(REACTIONS, reactions(state.reactions()));
        }
        if (!state.edits().isEmpty()) {
            Out part = new Out();
            long before = 0;
            for (long seq : state.edits()) {
                part.number(seq - before);
                before = seq;
            }
            out.part(EDITS, part);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static Out reactions(List<Reaction> reactions) {
        Out part = new Out();
        for (Reaction reaction : reactions) {
            byte[] emoji = reaction.emoji().value().getBytes(StandardCharsets.UTF_8);
            part.number(emoji.length);
            part.writeBytes(emoji);
            part.number(reaction.users().size());
            reaction.users().forEach(user -> part.uuid(user.value()));
        }
        return part;
    }

    /** Of a row without a state: nothing happened to it. Throws {@link IllegalStateException} for bytes it cannot read. */
    static EntryState decode(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return EntryState.NONE;
        }
        ByteBuffer in = bytes.slice();
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalStateException("a state has version " + version + ", which this node does not know");
            }
            return decode(Varint.get(in), in);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalStateException("a state is cut short", e);
        }
    }

    private static EntryState decode(long asOf, ByteBuffer in) {
        Edit edited = null;
        Deletion deleted = null;
        List<Reaction> reactions = List.of();
        List<Long> edits = List.of();
        while (in.hasRemaining()) {
            byte tag = in.get();
            int length = Math.toIntExact(Varint.get(in));
            ByteBuffer part = in.slice(in.position(), length);
            in.position(in.position() + length);
            switch (tag) {
                case EDITED -> edited = new Edit(time(part), new MessageText(text(part, part.remaining())));
                case DELETED -> deleted = new Deletion(new UserId(uuid(part)), time(part), Varint.get(part));
                case REACTIONS -> reactions = reactions(part);
                case EDITS -> edits = edits(part);
                default -> part.limit(0);
            }
        }
        return new EntryState(asOf, edited, deleted, reactions, edits);
    }

    private static List<Reaction> reactions(ByteBuffer part) {
        List<Reaction> reactions = new ArrayList<>();
        while (part.hasRemaining()) {
            Emoji emoji = new Emoji(text(part, Math.toIntExact(Varint.get(part))));
            long people = Varint.get(part);
            List<UserId> users = new ArrayList<>();
            for (long i = 0; i < people; i++) {
                users.add(new UserId(uuid(part)));
            }
            reactions.add(new Reaction(emoji, users));
        }
        return reactions;
    }

    private static List<Long> edits(ByteBuffer part) {
        List<Long> edits = new ArrayList<>();
        long seq = 0;
        while (part.hasRemaining()) {
            seq += Varint.get(part);
            edits.add(seq);
        }
        return edits;
    }

    private static String text(ByteBuffer in, int length) {
        byte[] utf8 = new byte[length];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Instant time(ByteBuffer in) {
        return Instant.ofEpochMilli(
                (long) Short.toUnsignedInt(in.getShort()) << Integer.SIZE | Integer.toUnsignedLong(in.getInt()));
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static final class Out extends ByteArrayOutputStream {
        void part(byte tag, Out part) {
            write(tag);
            number(part.size());
            writeBytes(part.toByteArray());
        }

        void number(long number) {
            ByteBuffer bytes = ByteBuffer.allocate(Varint.length(number));
            Varint.put(bytes, number);
            writeBytes(bytes.array());
        }

        void time(Instant at) {
            long millis = at.toEpochMilli();
            writeBytes(ByteBuffer.allocate(Short.BYTES + Integer.BYTES)
                    .putShort((short) (millis >>> Integer.SIZE))
                    .putInt((int) millis)
                    .array());
        }

        void uuid(UUID id) {
            writeBytes(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array());
        }
    }
}
