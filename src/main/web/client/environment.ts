/** What the library needs of the world, passed in: browsers, Node.js and tests have it each in their way. */
export interface Environment {
    /** Of the server, such as https://chat.example.org. */
    origin: string;
    fetch: typeof fetch;
    WebSocket: typeof WebSocket;
    /** Where something is kept; without it everything is in memory. */
    indexedDB?: IDBFactory;
    /** With locks one tab of a browser leads the others; without, each is for itself. */
    locks?: LockManager;
    BroadcastChannel?: typeof BroadcastChannel;
    clock: Clock;
    /** From 0 to 1. */
    random: () => number;
    /** What this device is called in the list of the account's devices. */
    deviceName: string;
}

/** Time, which tests let pass. */
export interface Clock {
    now(): number;
    setTimeout(run: () => void, ms: number): number;
    clearTimeout(timer: number | undefined): void;
}

export const systemClock: Clock = {
    now: () => Date.now(),
    setTimeout: (run, ms) => setTimeout(run, ms) as unknown as number,
    clearTimeout: (timer) => clearTimeout(timer),
};

/** A name that nobody can guess: 128 bits. `crypto.randomUUID` exists over HTTPS and on localhost only. */
export function randomName(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
