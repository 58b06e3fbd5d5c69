const FLOOR_MS = 200;
const FIRST_MS = 2_000;
const CEILING_MS = 30_000;

/**
 * How long to wait before the next attempt to connect: random over the whole span, which doubles with each failure, so
 * that thousands of clients of a node that went away do not come back in one instant.
 *
 * @param {number} failures attempts that failed since the last good connection
 * @param {number} [atLeast] what the server asked for, in milliseconds
 * @param {() => number} [random]
 */
export function pause(failures, atLeast = 0, random = Math.random) {
    const span = Math.min(CEILING_MS, FIRST_MS * 2 ** Math.min(failures, 10));
    return Math.max(FLOOR_MS, atLeast) + random() * span;
}
