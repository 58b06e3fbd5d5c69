import { pause } from 'rookery/live/backoff.js';
import { same, that } from './check.js';

export function pauseGrowsIsRandomAndEnds() {
    const longest = (/** @type {number} */ failures) => pause(failures, 0, () => 0.999_999);
    that(longest(1) <= 5_000, 'the first pause is at most 5 s');
    that(longest(3) > longest(2) && longest(2) > longest(1), 'it grows');
    that(longest(1_000) < 31_000, 'it ends');
    same(pause(5, 0, () => 0), 200);
    same(pause(1, 7_000, () => 0), 7_000, 'never before the server allows it');
}
