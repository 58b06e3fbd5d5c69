import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Environment } from '../environment.ts';
import type { User } from '../protocol/frames.ts';

/** Who is signed in, and how. */
export interface Account {
    user: User;
    device: string;
    refreshToken: string;
    /** The name of a refresh that was begun; repeating it with the same name is safe. */
    attempt?: string | undefined;
}

/** A session that the server ended: what the person wrote stays, and the dead token still tells who was here. */
export interface Ended {
    username: string;
    refreshToken: string;
    at: number;
}

interface Kept {
    account?: Account;
    ended: Record<string, Ended>;
    /** Whose turn it is to refresh, where there are no locks. */
    turn?: { holder: string; until: number };
}

interface Schema extends DBSchema {
    kept: { key: string; value: Kept };
}

const NAME = 'rookery';
const KEY = 'kept';
const TURN_MS = 5_000;
const TURN_AGAIN_MS = 100;

/** Keeps who is signed in, for all tabs of a browser; in memory where nothing else is allowed. */
export class Accounts {
    readonly #environment: Environment;
    readonly #db: Promise<IDBPDatabase<Schema> | null>;
    readonly #name = String(Math.random());
    #memory: Kept = { ended: {} };

    constructor(environment: Environment) {
        this.#environment = environment;
        this.#db = environment.indexedDB
            ? openDB<Schema>(NAME, 1, { upgrade: (db) => void db.createObjectStore('kept') }).catch(() => null)
            : Promise.resolve(null);
    }

    /** Whether what is kept outlives this tab. */
    async durable(): Promise<boolean> {
        return (await this.#db) !== null;
    }

    async read(): Promise<Kept> {
        return this.change(() => undefined);
    }

    /** Reads and writes in one step. */
    async change(how: (kept: Kept) => void): Promise<Kept> {
        const db = await this.#db;
        if (!db) {
            how(this.#memory);
            return this.#memory;
        }
        const tx = db.transaction('kept', 'readwrite');
        const kept = (await tx.store.get(KEY)) ?? { ended: {} };
        const before = JSON.stringify(kept);
        how(kept);
        if (JSON.stringify(kept) !== before) {
            await tx.store.put(kept, KEY);
        }
        await tx.done;
        return kept;
    }

    /** Work that only one tab does at a time. Browsers offer locks over HTTPS and on localhost only; a lease in the store does too. */
    async inTurn<T>(work: () => Promise<T>): Promise<T> {
        const { locks, clock } = this.#environment;
        if (locks) {
            return (await locks.request('rookery.refresh', work)) as T;
        }
        for (;;) {
            const { turn } = await this.change((kept) => {
                if (!kept.turn || kept.turn.until < clock.now() || kept.turn.holder === this.#name) {
                    kept.turn = { holder: this.#name, until: clock.now() + TURN_MS };
                }
            });
            if (turn?.holder === this.#name) {
                break;
            }
            await new Promise<void>((resolve) => clock.setTimeout(resolve, TURN_AGAIN_MS));
        }
        try {
            return await work();
        } finally {
            await this.change((kept) => delete kept.turn);
        }
    }
}
