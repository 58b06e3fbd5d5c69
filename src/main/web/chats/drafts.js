import { placeOf } from '../storage.js';

/** What a person began to write, per chat; kept on this device until it is sent. */
export class Drafts {
    #user;

    /** @param {string} user */
    constructor(user) {
        this.#user = user;
    }

    /** @param {string} chat */
    of(chat) {
        return /** @type {string} */ (this.#place(chat).read() ?? '');
    }

    /**
     * @param {string} chat
     * @param {string} text
     */
    keep(chat, text) {
        if (text) {
            this.#place(chat).write(text);
        } else {
            this.#place(chat).remove();
        }
    }

    /** @param {string} chat */
    #place(chat) {
        return placeOf(this.#user, `draft.${chat}`);
    }
}
