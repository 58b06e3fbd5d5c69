package dev.rookery.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** A conversation between a fixed pair of users or a group. */
public record ChatId(UUID value) {
    /** Reads the canonical text form; throws {@link IllegalArgumentException} on anything else. */
    public static ChatId parse(String text) {
        return new ChatId(Uuids.parse(text));
    }

    /**
     * The id of the 1:1 chat of two users: the same whoever asks first, so that two people who start a chat with each
     * other at the same moment on different nodes end up in one. A UUID of version 8 (RFC 9562) over SHA-256.
     */
    public static ChatId direct(UserId one, UserId other) {
        boolean ordered = one.value().compareTo(other.value()) <= 0;
        UUID low = (ordered ? one : other).value();
        UUID high = (ordered ? other : one).value();
        ByteBuffer pair = ByteBuffer.allocate(32)
                .putLong(low.getMostSignificantBits())
                .putLong(low.getLeastSignificantBits())
                .putLong(high.getMostSignificantBits())
                .putLong(high.getLeastSignificantBits());
        return hashed(pair.array());
    }

    /**
     * The id of the group that a user creates under this name: the same for every repeat of the request, over whichever
     * node. Longer than what {@link #direct} hashes, so that the two never meet.
     */
    public static ChatId group(UserId creator, ClientId clientId) {
        return hashed(
                ("a group that was created by " + creator + " as " + clientId).getBytes(StandardCharsets.US_ASCII));
    }

    private static ChatId hashed(byte[] bytes) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(bytes));
        long most = (hash.getLong() & ~0xF000L) | 0x8000L;
        long least = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new ChatId(new UUID(most, least));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
