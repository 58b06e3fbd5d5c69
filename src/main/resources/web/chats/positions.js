import { read, write } from '../storage.js';

const KEY = 'seen';

/** How far each chat was read on this device. */
export class Positions {
    /** @type {Record<string, number> | null} seq by chat; null on a device that has not shown any chat yet */
    #seen = read(KEY);

    /**
     * Called with the first list of a new device: what was said before it was signed in does not count as unread.
     *
     * @param {{ id: string, committed: number }[]} chats
     */
    begin(chats) {
        if (!this.#seen) {
            this.#seen = Object.fromEntries(chats.map(({ id, committed }) => [id, committed]));
            write(KEY, this.#seen);
        }
    }

    /** @param {string} chat */
    of(chat) {
        return this.#seen?.[chat] ?? 0;
    }

    /**
     * @param {string} chat
     * @param {number} seq
     */
    advance(chat, seq) {
        if (seq > this.of(chat)) {
            this.#seen = { ...this.#seen, [chat]: seq };
            write(KEY, this.#seen);
        }
    }
}
