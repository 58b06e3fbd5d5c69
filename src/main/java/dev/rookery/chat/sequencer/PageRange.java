package dev.rookery.chat.sequencer;

/**
 * The seqs of one page of history. Seqs are dense, so a page of n entries is a range of n seqs, and both its ends are
 * known without reading.
 *
 * @param from the lowest seq
 * @param to the highest seq, never above what was committed; below {@code from} if the page is empty
 * @param newestFirst which end to keep if the page has to be cut
 * @param beyond whether there are entries beyond the page, in the direction in which one pages
 */
public record PageRange(long from, long to, boolean newestFirst, boolean beyond) {

    /**
     * The newest entries below {@code before}.
     *
     * @param first the lowest seq that the reader may be shown, from 1
     */
    public static PageRange before(long before, int limit, long first, long committed) {
        long to = Math.min(before - 1, committed);
        long from = Math.max(first, to - limit + 1);
        return new PageRange(from, to, true, from > first && from <= to);
    }

    /** The newest entries. */
    public static PageRange newest(int limit, long first, long committed) {
        return before(committed + 1, limit, first, committed);
    }

    /** The oldest entries above {@code after}. */
    public static PageRange after(long after, int limit, long first, long committed) {
        long from = Math.max(first, Math.min(after, committed) + 1);
        long to = Math.min(from + limit - 1, committed);
        return new PageRange(from, to, false, to < committed);
    }

    /** The entries up to {@code seq} of a page that has it in its middle, as far as there are entries on both sides. */
    public static PageRange aroundUpTo(long seq, int limit, long first, long committed) {
        long middle = clamp(seq, first, committed);
        long from = firstAround(middle, limit, first, committed);
        return new PageRange(from, middle, true, from > first && from <= middle);
    }

    /** The other entries of that page. */
    public static PageRange aroundAbove(long seq, int limit, long first, long committed) {
        long middle = clamp(seq, first, committed);
        long to = Math.min(committed, firstAround(middle, limit, first, committed) + limit - 1);
        return new PageRange(middle + 1, to, false, to < committed);
    }

    private static long firstAround(long middle, int limit, long first, long committed) {
        long wanted = middle - limit / 2;
        return Math.max(first, Math.min(wanted, committed - limit + 1));
    }

    private static long clamp(long seq, long first, long committed) {
        return Math.min(Math.max(seq, first), committed);
    }

    public boolean isEmpty() {
        return to < from;
    }
}
