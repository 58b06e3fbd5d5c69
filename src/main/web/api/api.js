/**
 * What the server sends, as documented in openapi/rookery.yaml and asyncapi/rookery.yaml.
 *
 * @typedef {{ id: string, username: string, displayName: string }} User
 *
 * @typedef {object} Entry a message in the log of a chat
 * @property {number} seq dense number in its chat, from 1
 * @property {string} sender user id
 * @property {string} device
 * @property {string} clientId the sender's own name for the message, unique per device
 * @property {string} sentAt ISO 8601
 * @property {string} text
 *
 * @typedef {object} ChatInfo
 * @property {string} id
 * @property {string} kind
 * @property {string} [title] of a group that was given one
 * @property {User[]} members in a list of chats perhaps not all of them
 * @property {number} memberCount
 * @property {string} createdAt
 * @property {number} committed the highest seq that is durable
 * @property {Entry} [newest] may be missing though there is one, where a list would become too large
 *
 * @typedef {object} Page of a chat's history
 * @property {Entry[]} messages ascending by seq
 * @property {number} from the lowest seq the page covers; a seq in it without a message has none
 * @property {number} through the highest
 * @property {number} committed
 * @property {boolean} more whether there is more in the direction that was asked for
 */

const POLL_SECONDS = 25;
const POLL_GRACE_SECONDS = 10;

/** The REST interface, for whoever is signed in. Every method rejects with a Problem. */
export class Api {
    #session;

    /** @param {import('./session.js').Session} session */
    constructor(session) {
        this.#session = session;
    }

    /** @returns {Promise<ChatInfo[]>} all of them, in no useful order */
    async chats() {
        /** @type {ChatInfo[]} */
        const all = [];
        let after = '';
        do {
            const page = await this.#session.request('GET', `/v1/chats?limit=100${after}`);
            all.push(...page.chats);
            after = page.next ? `&after=${encodeURIComponent(page.next)}` : '';
        } while (after);
        return all;
    }

    /**
     * @param {string} chat
     * @returns {Promise<ChatInfo>}
     */
    chat(chat) {
        return this.#session.request('GET', `/v1/chats/${encodeURIComponent(chat)}`);
    }

    /**
     * The chat with this user; made if there was none.
     *
     * @param {string} username
     * @returns {Promise<{ id: string }>}
     */
    openChat(username) {
        return this.#session.request('POST', '/v1/chats', { username });
    }

    /**
     * A group of these people and who is signed in.
     *
     * @param {{ clientId: string, members: string[], title?: string }} group the same for every repeat
     * @returns {Promise<{ id: string }>}
     */
    openGroup(group) {
        return this.#session.request('POST', '/v1/chats', group);
    }

    /**
     * A page of history: the newest one, the one before a seq, or the one after it.
     *
     * @param {string} chat
     * @param {{ before?: number, after?: number, limit?: number }} where
     * @returns {Promise<Page>}
     */
    messages(chat, where) {
        const query = new URLSearchParams(Object.entries(where).map(([name, value]) => [name, String(value)]));
        return this.#session.request('GET', `/v1/chats/${encodeURIComponent(chat)}/messages?${query}`);
    }

    /**
     * Sends a message; the same as often as it takes to be answered.
     *
     * @param {string} chat
     * @param {{ clientId: string, text: string }} message
     * @returns {Promise<{ chat: string, clientId: string, seq: number, sentAt: string, epoch: number }>} when it is stored
     */
    send(chat, message) {
        return this.#session.request('POST', `/v1/chats/${encodeURIComponent(chat)}/messages`, message);
    }

    /** @param {Record<string, number>} cursors how far this device got, by chat */
    moveCursors(cursors) {
        return this.#session.request('POST', '/v1/cursors', { cursors });
    }

    /**
     * What happened since, or as soon as something does.
     *
     * @param {string} place where the last poll ended; empty for none
     * @param {AbortSignal} signal
     * @returns {Promise<{ events: any[], next: string }>}
     */
    poll(place, signal) {
        // The first answer comes as soon as the session stands.
        const query = place ? `?wait=${POLL_SECONDS}&after=${encodeURIComponent(place)}` : '?wait=0';
        const timeoutMs = (POLL_SECONDS + POLL_GRACE_SECONDS) * 1000;
        return this.#session.request('GET', `/v1/events${query}`, undefined, { timeoutMs, signal });
    }

    /** @returns {Promise<{ ticket: string }>} good for one WebSocket, for some seconds */
    ticket() {
        return this.#session.request('POST', '/v1/ws-tickets');
    }
}
