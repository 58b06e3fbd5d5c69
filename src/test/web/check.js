/** The few assertions that the tests of the page's modules need. */

/**
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} [what]
 */
export function same(actual, expected, what = 'value') {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b) {
        throw new Error(`${what}: expected ${b} but was ${a}`);
    }
}

/**
 * @param {unknown} condition
 * @param {string} what
 */
export function that(condition, what) {
    if (!condition) {
        throw new Error(what);
    }
}

/**
 * The same numbers for the same seed.
 *
 * @param {number} seed
 * @returns {(below: number) => number} whole numbers from 0
 */
export function randomOf(seed) {
    let state = (seed + 1) * 2_654_435_769;
    return (below) => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
    };
}
