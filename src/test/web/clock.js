/** Time that passes when it is told to, and chance that repeats itself. */
export class Clock {
    now = Date.parse('2026-11-22T12:00:00Z');
    #next = 1;
    /** @type {Map<number, { at: number, run: () => void }>} */
    #timers = new Map();

    /** @param {(below: number) => number} random for whoever asks Math */
    constructor(random) {
        this.random = () => random(1_000_000) / 1_000_000;
    }

    /** @param {() => Promise<void>} work */
    async whileInCharge(work) {
        const { setTimeout: set, clearTimeout: clear } = window;
        const { now } = Date;
        const { random } = Math;
        window.setTimeout = /** @type {any} */ ((/** @type {() => void} */ run, ms = 0) => {
            this.#timers.set(this.#next, { at: this.now + ms, run });
            return this.#next++;
        });
        window.clearTimeout = /** @type {any} */ ((/** @type {number} */ id) => this.#timers.delete(id));
        Date.now = () => this.now;
        Math.random = this.random;
        try {
            await work();
        } finally {
            window.setTimeout = set;
            window.clearTimeout = clear;
            Date.now = now;
            Math.random = random;
        }
    }

    /** @param {number} ms */
    async pass(ms) {
        const end = this.now + ms;
        for (;;) {
            const due = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
            if (!due) {
                break;
            }
            this.#timers.delete(due[0]);
            this.now = Math.max(this.now, due[1].at);
            due[1].run();
            await settled();
        }
        this.now = end;
    }
}

/** Everything that waits for promises only has happened. */
export async function settled() {
    for (let i = 0; i < 40; i++) {
        await Promise.resolve();
    }
}
