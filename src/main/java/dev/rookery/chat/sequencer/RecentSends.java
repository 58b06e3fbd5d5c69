package dev.rookery.chat.sequencer;

import dev.rookery.domain.Content;
import dev.rookery.domain.ContentKind;
import dev.rookery.domain.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recognises sends among the newest entries of a chat. A node holds this for tens of thousands of chats, so an entry is
 * kept as 48 bytes: 128 bits of SHA-256 for its key and for its content, its seq and its time. Looking one up passes over
 * all of them, which is faster than anything else that happens to a message.
 */
final class RecentSends {
    private static final int WORDS = 6;
    private static final int SEQ = 4;
    private static final int AT_TIME = 5;
    private static final int FIRST_SLOTS = 8;

    private final int capacity;
    /** The entry of a seq has the slot seq modulo their number; a slot without an entry has the seq 0. */
    private long[] slots = {};

    private long oldest = Long.MAX_VALUE;
    private long newest;

    RecentSends(int capacity) {
        this.capacity = capacity;
    }

    /** @param same whether the content that was looked for is the one that was stored, or that is gone */
    record Found(long seq, Instant at, boolean same) {}

    /** In any order; an entry that is not among the newest is left out. */
    void add(Entry entry) {
        newest = Math.max(newest, entry.seq());
        if (entry.seq() <= newest - capacity) {
            return;
        }
        oldest = Math.max(Math.min(oldest, entry.seq()), newest - capacity + 1);
        growTo((int) (newest - oldest + 1));
        int at = slot(entry.seq());
        ByteBuffer key = digest(SendKey.of(entry));
        boolean anything = entry.content() instanceof Content.Removed;
        ByteBuffer body = anything ? ByteBuffer.allocate(2 * Long.BYTES) : digest(entry.content());
        slots[at] = key.getLong();
        slots[at + 1] = key.getLong();
        slots[at + 2] = body.getLong();
        slots[at + 3] = body.getLong();
        slots[at + SEQ] = entry.seq();
        slots[at + AT_TIME] = entry.at().toEpochMilli();
    }

    @Nullable Found find(SendKey key, Content content) {
        int at = at(key);
        if (at < 0) {
            return null;
        }
        ByteBuffer body = digest(content);
        boolean anything = slots[at + 2] == 0 && slots[at + 3] == 0;
        boolean same = anything || (slots[at + 2] == body.getLong() && slots[at + 3] == body.getLong());
        return new Found(slots[at + SEQ], Instant.ofEpochMilli(slots[at + AT_TIME]), same);
    }

    boolean contains(SendKey key) {
        return at(key) >= 0;
    }

    /** Where the send is, or -1. */
    private int at(SendKey key) {
        ByteBuffer digest = digest(key);
        long high = digest.getLong();
        long low = digest.getLong();
        for (int at = 0; at < slots.length; at += WORDS) {
            if (slots[at] == high && slots[at + 1] == low && slots[at + SEQ] > newest - capacity) {
                return at;
            }
        }
        return -1;
    }

    int bytes() {
        return slots.length * Long.BYTES;
    }

    private void growTo(int entries) {
        int before = slots.length / WORDS;
        if (entries <= before) {
            return;
        }
        long[] old = slots;
        slots = new long[Math.min(capacity, Math.max(FIRST_SLOTS, Math.max(entries, 2 * before))) * WORDS];
        for (int at = 0; at < old.length; at += WORDS) {
            if (old[at + SEQ] >= oldest) {
                System.arraycopy(old, at, slots, slot(old[at + SEQ]), WORDS);
            }
        }
    }

    private int slot(long seq) {
        return (int) (seq % (slots.length / WORDS)) * WORDS;
    }

    private static ByteBuffer digest(SendKey key) {
        byte[] clientId = key.clientId().value().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(4 * Long.BYTES + clientId.length);
        putUuid(bytes, key.sender().value());
        putUuid(bytes, key.device().value());
        return ByteBuffer.wrap(sha256().digest(bytes.put(clientId).array()));
    }

    private static ByteBuffer digest(Content content) {
        MessageDigest sha = sha256();
        sha.update((byte) ContentKind.of(content).number());
        return ByteBuffer.wrap(sha.digest(content.fingerprint().getBytes(StandardCharsets.UTF_8)));
    }

    private static void putUuid(ByteBuffer to, UUID id) {
        to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
