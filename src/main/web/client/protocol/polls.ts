import type { Environment } from '../environment.ts';
import type { Api } from './api.ts';
import type { ClientFrame, SendFrame, ServerFrame, SyncFrame } from './frames.ts';
import { readFrame } from './frames.ts';
import { Problem } from './problem.ts';
import type { Hearer, Transport } from './transport.ts';

/** An empty answer that comes sooner was not waited for by the server, so we wait. */
const SOON_MS = 1_000;
const PAGE = 200;
const RECENT = 20;
/** Of one chat in one sync; who misses more is told to ask again. */
const MOST_PAGES = 5;

/**
 * Long polls and requests in place of a WebSocket, where something on the way refuses those: takes the frames of a
 * connection, and tells what a WebSocket would have answered.
 */
export class Polls implements Transport {
    readonly #api: Api;
    readonly #environment: Environment;
    readonly #hearer: Hearer;
    readonly #stopped = new AbortController();

    constructor(environment: Environment, api: Api, hearer: Hearer) {
        this.#environment = environment;
        this.#api = api;
        this.#hearer = hearer;
        void this.#poll();
    }

    async #poll(): Promise<void> {
        const { signal } = this.#stopped;
        const { clock } = this.#environment;
        let place = '';
        try {
            while (!signal.aborted) {
                const asked = clock.now();
                const { events, next } = await this.#api.poll(place, signal);
                place = next;
                events.forEach((event) => this.#heard(readFrame(event)));
                if (events.length === 0 && clock.now() - asked < SOON_MS) {
                    await new Promise<void>((resolve) => clock.setTimeout(resolve, SOON_MS));
                }
            }
        } catch (failure) {
            if (!signal.aborted) {
                this.stop();
                this.#hearer.lost({ problem: Problem.of(failure) });
            }
        }
    }

    stop(): void {
        this.#stopped.abort();
    }

    #heard(frame: ServerFrame): void {
        if (!this.#stopped.signal.aborted) {
            this.#hearer.heard(frame);
        }
    }

    send(frame: ClientFrame): void {
        switch (frame.type) {
            case 'send':
                void this.#answer(frame, () => this.#send(frame));
                break;
            case 'sync':
                void this.#answer(frame, () => this.#sync(frame));
                break;
            case 'cursor':
                // The next one goes further anyway.
                void this.#api.moveCursors({ [frame.chat]: frame.seq }).catch(() => undefined);
                break;
            default: // A ping: the polls themselves show who is there.
        }
    }

    async #answer(asked: SendFrame | SyncFrame, work: () => Promise<void>): Promise<void> {
        try {
            await work();
        } catch (failure) {
            const { code, message, retryable, retryAfterMs } = Problem.of(failure);
            this.#heard({
                type: 'error',
                id: asked.id,
                ...(asked.type === 'send' && { clientId: asked.clientId }),
                code,
                message,
                retryable,
                ...(retryAfterMs !== undefined && { retryAfterMs }),
            });
        }
    }

    async #send(frame: SendFrame): Promise<void> {
        this.#heard(await this.#api.send(frame));
    }

    /** By list and history, from the cursors of this client: what the server brings by itself goes by those of the device. */
    async #sync({ id, cursors, only, recent = RECENT }: SyncFrame): Promise<void> {
        const named = Object.keys(cursors);
        const found = only
            ? await Promise.all(named.map((chat) => this.#api.chat(chat)))
            : await this.#api.chats().then(({ heads, people }) => heads.map((head) => ({ head, people })));
        const people = new Map(found.flatMap((chat) => chat.people.map((user) => [user.id, user])));
        this.#heard({ type: 'people', people: [...people.values()] });
        this.#heard({ type: 'chats', id, chats: found.map(({ head }) => head) });
        const again: string[] = [];
        for (const { head } of found) {
            const cursor = cursors[head.chat] ?? null;
            if (cursor === null) {
                await this.#newest(id, head.chat, recent);
            } else if (!(await this.#entries(id, head.chat, cursor, head.committed))) {
                again.push(head.chat);
            }
        }
        const known = new Set(found.map(({ head }) => head.chat));
        this.#heard({ type: 'synced', id, gone: named.filter((chat) => !known.has(chat)), again });
    }

    async #newest(id: string, chat: string, recent: number): Promise<void> {
        const page = await this.#api.history(chat, {}, recent);
        const after = page.more ? page.from - 1 : 0;
        const { committed, entries } = page;
        this.#heard({ type: 'entries', id, chat, after, upTo: Math.max(after, committed), committed, entries });
    }

    /** @returns whether that was all */
    async #entries(id: string, chat: string, cursor: number, committed: number): Promise<boolean> {
        let after = Math.min(cursor, committed);
        if (after < cursor) {
            this.#heard({ type: 'entries', id, chat, after, upTo: after, committed, entries: [] });
        }
        for (let pages = 0; after < committed && pages < MOST_PAGES; pages++) {
            const page = await this.#api.history(chat, { after }, PAGE);
            const upTo = Math.max(after, page.through);
            this.#heard({ type: 'entries', id, chat, after, upTo, committed: page.committed, entries: page.entries });
            if (!page.more) {
                return true;
            }
            after = upTo;
        }
        return after >= committed;
    }
}
