const FLOOR_MS = 200;
const FIRST_MS = 1_000;
const CEILING_MS = 30_000;

/**
 * The retry rule of docs/client.md: how long to wait before the next attempt, random over a span that doubles with each failure
 * in a row, so that thousands of clients of a node that went away do not come back in one instant.
 *
 * @param failures in a row, from 1
 * @param atLeast what the server asked for, in milliseconds
 */
export function pause(failures: number, atLeast: number | undefined, random: () => number): number {
    const bound = Math.min(CEILING_MS, FIRST_MS * 2 ** Math.min(Math.max(failures - 1, 0), 10));
    return Math.max(atLeast ?? 0, FLOOR_MS) + random() * (bound - FLOOR_MS);
}
