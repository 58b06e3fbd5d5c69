/** From the last frame of an answer to the next. */
const ANSWER_MS = 20_000;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** In one frame; the rest is named in another. */
const MOST_CURSORS = 5_000;
const PREFIX = 'sync-';

/**
 * What is done with the answers; each call ends before the next begins.
 *
 * @typedef {object} Taker
 * @property {(chats: string[] | null) => Record<string, number>} ask the cursors of these chats, or of all; from here on only
 *     what comes now counts above them
 * @property {(heads: any[]) => Promise<void>} heads
 * @property {(frame: any, back: boolean) => Promise<void>} entries back: the cursor was above the head of the chat
 * @property {(end: { gone: string[], again: string[] }, asked: Record<string, number>) => Promise<void>} over
 */

/**
 * Asks for what was missed by the frame `sync`: for all chats after every welcome, for single ones when something in them is
 * missing. One at a time; repeated until it is answered, and for chats that the answer says to ask for again.
 */
export class Syncs {
    #send;
    #taker;
    /** @type {{ id: string, all: boolean, asked: Record<string, number> } | null} */
    #running = null;
    #allWanted = false;
    /** @type {Set<string>} */
    #wanted = new Set();
    #session = '';
    #resume = '';
    #count = 0;
    #failures = 0;
    #connections = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} while an answer is awaited, or a pause */
    #timer;
    /** Frames are taken in one after the other, though some wait for the network. */
    #taken = Promise.resolve();

    /**
     * @param {(frame: object) => boolean} send
     * @param {Taker} taker
     */
    constructor(send, taker) {
        this.#send = send;
        this.#taker = taker;
    }

    /** @param {string} session of a new connection, which takes the place of the one before */
    begin(session) {
        this.stop();
        this.#connections++;
        this.#taken = Promise.resolve();
        this.#failures = 0;
        this.#wanted.clear();
        this.#allWanted = true;
        if (session !== this.#session) {
            this.#resume = this.#session;
            this.#session = session;
        }
        this.#next();
    }

    /** @param {string} chat in which something is missing, or may be wrong */
    ask(chat) {
        this.#wanted.add(chat);
        this.#next();
    }

    /** Everything once more, in a while: something that came could not be used. */
    askAllLater() {
        this.#allWanted = true;
        if (!this.#running) {
            this.#pause();
        }
    }

    stop() {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        this.#running = null;
    }

    /**
     * @param {any} frame
     * @returns {boolean} whether it answers a sync of ours
     */
    onFrame(frame) {
        if (!frame.id?.startsWith(PREFIX)) {
            return false;
        }
        const running = this.#running;
        if (running?.id === frame.id) {
            this.#awaitAnswer();
            if (frame.type === 'error') {
                this.#failed(frame);
            } else {
                this.#takeInTurn(() => this.#take(frame, running));
            }
        }
        return true;
    }

    /** @param {() => Promise<void>} work */
    #takeInTurn(work) {
        const connection = this.#connections;
        this.#taken = this.#taken.then(() => (connection === this.#connections ? work() : undefined));
    }

    /**
     * @param {any} frame
     * @param {{ id: string, asked: Record<string, number> }} running
     */
    async #take(frame, { id, asked }) {
        if (frame.type === 'chats') {
            await this.#taker.heads(frame.chats);
        } else if (frame.type === 'entries') {
            await this.#taker.entries(frame, frame.after < (asked[frame.chat] ?? 0));
        } else if (frame.type === 'synced') {
            await this.#taker.over(frame, asked);
            if (this.#running?.id === id) {
                this.#over(frame.again);
            }
        }
    }

    /** @param {string[]} again */
    #over(again) {
        this.stop();
        again.forEach((chat) => this.#wanted.add(chat));
        if (again.length > 0) {
            this.#pause();
        } else {
            this.#failures = 0;
            this.#next();
        }
    }

    /** @param {{ retryable?: boolean, retryAfterMs?: number }} [problem] */
    #failed({ retryable = true, retryAfterMs } = {}) {
        const failed = this.#running;
        this.stop();
        if (failed && retryable) {
            this.#allWanted ||= failed.all;
            Object.keys(failed.asked).forEach((chat) => this.#wanted.add(chat));
        }
        this.#pause(retryAfterMs);
    }

    #pause(atLeast = 0) {
        clearTimeout(this.#timer);
        const ms = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** Math.min(this.#failures++, 10));
        this.#timer = setTimeout(() => {
            this.#timer = undefined;
            this.#next();
        }, Math.max(atLeast, ms * (0.5 + Math.random())));
    }

    #awaitAnswer() {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#failed(), ANSWER_MS);
    }

    #next() {
        if (this.#timer !== undefined || (!this.#allWanted && this.#wanted.size === 0)) {
            return;
        }
        const all = this.#allWanted;
        const cursors = Object.entries(this.#taker.ask(all ? null : [...this.#wanted]));
        const asked = Object.fromEntries(cursors.slice(0, MOST_CURSORS));
        const id = PREFIX + ++this.#count;
        const frame = { type: 'sync', id, cursors: asked, only: !all, resume: this.#resume || undefined };
        if (this.#send(frame)) {
            this.#resume = '';
            this.#allWanted = false;
            this.#wanted = new Set(cursors.slice(MOST_CURSORS).map(([chat]) => chat));
            this.#running = { id, all, asked };
            this.#awaitAnswer();
        }
    }
}
