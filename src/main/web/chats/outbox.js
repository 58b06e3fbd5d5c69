import { randomName } from '../random.js';
import { placeOf } from '../storage.js';

/**
 * @typedef {object} Letter a message that the server has not acknowledged
 * @property {string} chat
 * @property {string} clientId stays the same for every attempt, so that none of them is stored twice
 * @property {string} text
 * @property {string} sentAt when it was written, by this device's clock
 * @property {string} failure why it was refused for good, or empty
 * @property {string} [triedBy] the device that sent it, if one did: another can't repeat it, but only send it as a new one
 */

/** Without an answer for so long on a living connection a frame is sent again. */
const ANSWER_MS = 15_000;
const RETRY_MS = 1_000;
const INTERRUPTED = 'you were signed out while it was being sent, and it may have arrived.';

/**
 * Messages on their way. One of each chat is in flight at a time, so they are stored in the order they were written.
 * Survives a reload of the tab, and the end of a session that the person did not wish for; a message leaves it only by the
 * server's answer or by the person's wish.
 */
export class Outbox extends EventTarget {
    #device;
    #place;
    #send;
    /** @type {Letter[]} */
    #letters;
    /** @type {Map<string, { clientId: string, timer: ReturnType<typeof setTimeout> }>} by chat */
    #inFlight = new Map();

    /**
     * @param {string} user whose messages these are
     * @param {string} device this one
     * @param {(frame: object) => boolean} send
     */
    constructor(user, device, send) {
        super();
        this.#device = device;
        this.#place = placeOf(user, 'outbox', sessionStorage);
        this.#send = send;
        const kept = /** @type {Letter[]} */ (this.#place.read() ?? []);
        this.#letters = kept.map((letter) =>
            (letter.triedBy ?? device) === device ? letter : { ...letter, triedBy: undefined, failure: INTERRUPTED },
        );
    }

    /**
     * How many messages of a chat may be in its log without our knowing.
     *
     * @param {string} chat
     */
    unanswered(chat) {
        return this.#inFlight.has(chat) ? 1 : 0;
    }

    /** @param {string} chat */
    of(chat) {
        return this.#letters.filter((letter) => letter.chat === chat);
    }

    /**
     * @param {string} chat
     * @param {string} text
     */
    add(chat, text) {
        const letter = { chat, clientId: randomName(), text, sentAt: new Date().toISOString(), failure: '' };
        this.#letters = [...this.#letters, letter];
        this.#changed();
        this.#next(chat);
    }

    /** @param {string} clientId of a message that was refused */
    retry(clientId) {
        const failed = this.#find(clientId);
        if (failed) {
            this.#letters = this.#letters.map((letter) => (letter === failed ? { ...letter, failure: '' } : letter));
            this.#changed();
            this.#next(failed.chat);
        }
    }

    /**
     * It is in the log, or the person gave it up.
     *
     * @param {string} clientId
     */
    remove(clientId) {
        const letter = this.#find(clientId);
        if (letter) {
            this.#letters = this.#letters.filter((other) => other !== letter);
            this.#changed();
            this.#landed(letter);
        }
        return letter;
    }

    /**
     * @param {string} clientId
     * @param {{ message: string, retryable: boolean, retryAfterMs?: number }} refusal
     */
    refused(clientId, { message, retryable, retryAfterMs }) {
        const refused = this.#find(clientId);
        if (!refused) {
            return;
        }
        if (retryable) {
            this.#wait(refused, retryAfterMs ?? RETRY_MS * (1 + Math.random()));
        } else {
            this.#letters = this.#letters.map((letter) =>
                letter === refused ? { ...letter, failure: message } : letter,
            );
            this.#changed();
            this.#landed(refused);
        }
    }

    /** A new connection: what the last one took with it is sent again. */
    resend() {
        this.stop();
        for (const chat of new Set(this.#letters.map((letter) => letter.chat))) {
            this.#next(chat);
        }
    }

    stop() {
        this.#inFlight.forEach(({ timer }) => clearTimeout(timer));
        this.#inFlight.clear();
    }

    /** @param {string} chat */
    #next(chat) {
        const letter = this.#letters.find((other) => other.chat === chat && !other.failure);
        if (!letter || this.#inFlight.has(chat)) {
            return;
        }
        const { clientId, text } = letter;
        if (this.#send({ type: 'send', id: clientId, chat, clientId, text })) {
            if (letter.triedBy !== this.#device) {
                letter.triedBy = this.#device;
                this.#keep();
            }
            this.#wait(letter, ANSWER_MS);
        }
    }

    /**
     * @param {Letter} letter
     * @param {number} ms until it is sent again
     */
    #wait({ chat, clientId }, ms) {
        clearTimeout(this.#inFlight.get(chat)?.timer);
        const again = () => {
            this.#inFlight.delete(chat);
            this.#next(chat);
        };
        this.#inFlight.set(chat, { clientId, timer: setTimeout(again, ms) });
    }

    /** @param {Letter} letter */
    #landed({ chat, clientId }) {
        const flight = this.#inFlight.get(chat);
        if (flight?.clientId === clientId) {
            clearTimeout(flight.timer);
            this.#inFlight.delete(chat);
            this.#next(chat);
        }
    }

    /** @param {string} clientId */
    #find(clientId) {
        return this.#letters.find((letter) => letter.clientId === clientId);
    }

    #keep() {
        this.#place.write(this.#letters);
    }

    #changed() {
        this.#keep();
        this.dispatchEvent(new Event('change'));
    }
}
