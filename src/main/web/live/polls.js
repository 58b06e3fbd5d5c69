import { Problem } from '../api/problem.js';

/** An empty answer that comes sooner was not waited for by the server, so we wait. */
const SOON_MS = 1_000;
const PAGE = 200;
/** Of one chat in one sync; who misses more is told to ask again. */
const MOST_PAGES = 5;

/**
 * Long polls and requests in place of a WebSocket, where something on the way refuses those: takes the frames of a
 * connection, and tells what a WebSocket would have answered.
 */
export class Polls {
    #api;
    #heard;
    #lost;
    #stopped = new AbortController();

    /**
     * @param {import('../api/api.js').Api} api
     * @param {(frame: any) => void} heard
     * @param {(problem: any) => void} lost called once, when a poll fails
     */
    constructor(api, heard, lost) {
        this.#api = api;
        this.#lost = lost;
        this.#heard = (/** @type {any} */ frame) => this.#stopped.signal.aborted || heard(frame);
    }

    async start() {
        const { signal } = this.#stopped;
        let place = '';
        try {
            while (!signal.aborted) {
                const asked = Date.now();
                const { events, next } = await this.#api.poll(place, signal);
                place = next;
                events.forEach(this.#heard);
                if (events.length === 0 && Date.now() - asked < SOON_MS) {
                    await new Promise((resolve) => setTimeout(resolve, SOON_MS));
                }
            }
        } catch (problem) {
            if (!signal.aborted) {
                this.#lost(problem);
            }
        }
    }

    stop() {
        this.#stopped.abort();
    }

    /** @param {any} frame */
    send(frame) {
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

    /**
     * @param {{ id: string, clientId?: string }} frame
     * @param {() => Promise<void>} work
     */
    async #answer({ id, clientId }, work) {
        try {
            await work();
        } catch (failure) {
            const { code, message, retryable, retryAfterMs } = failure instanceof Problem ? failure : Problem.unreachable();
            this.#heard({ type: 'error', id, clientId, code, message, retryable, retryAfterMs });
        }
    }

    /** @param {{ chat: string, clientId: string, text: string }} frame */
    async #send({ chat, clientId, text }) {
        this.#heard({ type: 'ack', ...(await this.#api.send(chat, { clientId, text })) });
    }

    /**
     * By list and history, from the cursors of this tab: what the server brings by itself goes by those of the device.
     *
     * @param {{ id: string, cursors: Record<string, number>, only: boolean }} frame
     */
    async #sync({ id, cursors, only }) {
        const named = Object.keys(cursors);
        const infos = only ? await Promise.all(named.map((chat) => this.#api.chat(chat))) : await this.#api.chats();
        this.#heard({ type: 'chats', id, chats: infos.map((info) => ({ ...info, chat: info.id })) });
        const again = [];
        for (const { id: chat, committed } of infos) {
            const complete = !(chat in cursors) || (await this.#entries(id, chat, cursors[chat], committed));
            if (!complete) {
                again.push(chat);
            }
        }
        const known = new Set(infos.map((info) => info.id));
        this.#heard({ type: 'synced', id, chats: infos.length, gone: named.filter((chat) => !known.has(chat)), again });
    }

    /**
     * @param {string} id of the sync
     * @param {string} chat
     * @param {number} cursor
     * @param {number} committed
     * @returns {Promise<boolean>} whether that was all
     */
    async #entries(id, chat, cursor, committed) {
        let after = Math.min(cursor, committed);
        if (after < cursor) {
            this.#heard({ type: 'entries', id, chat, after, upTo: after, committed, messages: [] });
        }
        for (let pages = 0; after < committed && pages < MOST_PAGES; pages++) {
            const page = await this.#api.messages(chat, { after, limit: PAGE });
            const upTo = Math.max(after, page.through);
            this.#heard({ type: 'entries', id, chat, after, upTo, committed: page.committed, messages: page.messages });
            if (!page.more) {
                return true;
            }
            after = upTo;
        }
        return after >= committed;
    }
}
