import type { Clock } from '../../main/web/client/environment.ts';

/** The few assertions that the tests of the page need. */
export function same(actual: unknown, expected: unknown, what = 'value'): void {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b) {
        throw new Error(`${what}: expected ${b} but was ${a}`);
    }
}

export function that(condition: unknown, what: string): void {
    if (!condition) {
        throw new Error(what);
    }
}

/** The same numbers for the same seed: whole ones from 0. */
export function randomOf(seed: number): (below: number) => number {
    let state = (seed + 1) * 2_654_435_769;
    return (below) => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
    };
}

/** Time that passes when it is told to. */
export class TestClock implements Clock {
    #now = Date.parse('2026-11-22T12:00:00Z');
    #next = 1;
    readonly #timers = new Map<number, { at: number; run: () => void }>();

    now(): number {
        return this.#now;
    }

    setTimeout(run: () => void, ms: number): number {
        this.#timers.set(this.#next, { at: this.#now + ms, run });
        return this.#next++;
    }

    clearTimeout(timer: number | undefined): void {
        this.#timers.delete(timer ?? 0);
    }

    async pass(ms: number): Promise<void> {
        const end = this.#now + ms;
        for (;;) {
            const due = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
            if (!due) {
                break;
            }
            this.#timers.delete(due[0]);
            this.#now = Math.max(this.#now, due[1].at);
            due[1].run();
            await settled();
        }
        this.#now = end;
    }
}

/** Everything that waits for promises only has happened. */
export async function settled(): Promise<void> {
    for (let i = 0; i < 40; i++) {
        await Promise.resolve();
    }
}
