import { placeOf } from '../storage.js';

/** How far each chat was read on this device. */
export class Positions {
    #place;
    /** @type {Record<string, number> | null} seq by chat; null on a device that has not shown any chat yet */
    #seen;

    /** @param {string} user */
    constructor(user) {
        this.#place = placeOf(user, 'seen');
        this.#seen = this.#place.read();
    }

    /**
     * Called with the first list of a new device: what was said before it was signed in does not count as unread.
     *
     * @param {{ id: string, committed: number }[]} chats
     */
    begin(chats) {
        if (!this.#seen) {
            this.#seen = Object.fromEntries(chats.map(({ id, committed }) => [id, committed]));
            this.#place.write(this.#seen);
        }
    }

    /** @param {string} chat */
    of(chat) {
        return this.#seen?.[chat] ?? 0;
    }

    /** @param {[string, number][]} read chats and how far each was read */
    advance(read) {
        const further = read.filter(([chat, seq]) => seq > this.of(chat));
        if (further.length > 0) {
            this.#seen = { ...this.#seen, ...Object.fromEntries(further) };
            this.#place.write(this.#seen);
        }
    }
}
