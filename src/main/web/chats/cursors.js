const EVERY_MS = 3_000;
const MOST_AT_ONCE = 50;

/** @typedef {import('./chat.js').Chat} Chat */

/** Tells the server how far this device got in the chats that were opened, every few seconds at most. */
export class Cursors {
    #send;
    /** @type {Map<string, number>} what was told, by chat */
    #told = new Map();
    /** @type {Iterable<Chat>} */
    #chats = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;

    /** @param {(frame: object) => boolean} send */
    constructor(send) {
        this.#send = send;
    }

    /** @param {Iterable<Chat>} chats in which something may have moved */
    follow(chats) {
        this.#chats = [...chats];
        if (this.#timer === undefined && this.#moved.length > 0) {
            this.#timer = setTimeout(() => this.#tell(), EVERY_MS);
        }
    }

    stop() {
        clearTimeout(this.#timer);
    }

    get #moved() {
        return [...this.#chats].filter(({ id, log, cursor }) => log.opened && cursor > (this.#told.get(id) ?? 0));
    }

    #tell() {
        this.#timer = undefined;
        for (const { id, cursor } of this.#moved.slice(0, MOST_AT_ONCE)) {
            if (!this.#send({ type: 'cursor', chat: id, seq: cursor })) {
                return; // Nothing moves while there is no connection; what comes after it is told then.
            }
            this.#told.set(id, cursor);
        }
        this.follow(this.#chats);
    }
}
