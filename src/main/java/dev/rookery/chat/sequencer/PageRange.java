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

    /** The newest entries below {@code before}. */
    public static PageRange before(long before, int limit, long committed) {
        long to = Math.min(before - 1, committed);
        long from = Math.max(1, to - limit + 1);
        return new PageRange(from, to, true, from > 1);
    }

    /** The newest entries. */
    public static PageRange newest(int limit, long committed) {
        return before(committed + 1, limit, committed);
    }

    /** The oldest entries above {@code after}. */
    public static PageRange after(long after, int limit, long committed) {
        long from = Math.min(after, committed) + 1;
        long to = Math.min(from + limit - 1, committed);
        return new PageRange(from, to, false, to < committed);
    }

    public boolean isEmpty() {
        return to < from;
    }
}
