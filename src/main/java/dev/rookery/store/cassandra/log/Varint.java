package dev.rookery.store.cassandra.log;

import java.nio.ByteBuffer;

/** A number that is not negative, in as few bytes as it needs: seven bits in each, the lowest first (LEB128). */
final class Varint {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int LONGEST = (Long.SIZE - 1) / BITS;

    private Varint() {}

    static int length(long number) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + BITS - 1) / BITS);
    }

    static void put(ByteBuffer bytes, long number) {
        long rest = number;
        while (rest >= MORE) {
            bytes.put((byte) (rest | MORE));
            rest >>>= BITS;
        }
        bytes.put((byte) rest);
    }

    /** Throws {@link IllegalStateException} if it has more bits than a number has. */
    static long get(ByteBuffer bytes) {
        long number = 0;
        for (int i = 0; i < LONGEST; i++) {
            int part = bytes.get();
            number |= (long) (part & (MORE - 1)) << (i * BITS);
            if ((part & MORE) == 0) {
                return number;
            }
        }
        throw new IllegalStateException("a number of more than " + LONGEST + " bytes");
    }
}
