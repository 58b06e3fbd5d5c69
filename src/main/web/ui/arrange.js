import { dayKey } from '../text/dates.ts';

/**
 * @typedef {object} Shown a message as it stands in the conversation
 * @property {string} sender
 * @property {string} clientId
 * @property {string} sentAt
 * @property {string} text
 * @property {boolean} mine
 * @property {'pending' | 'failed' | 'stored' | 'provisional'} state
 * @property {string} failure
 * @property {boolean} first of a group of messages by one person
 * @property {boolean} last of it
 *
 * @typedef {object} Item one line of the conversation: a message, the heading of a day, or else the mark of what is new
 * @property {string} key the same for the same line at every rendering, also when a message gets its seq
 * @property {string} [day]
 * @property {Shown} [message]
 */

/** A pause longer than this begins a new group. */
const GROUP_MS = 5 * 60_000;

/**
 * The log of a chat and what waits to be sent, as the lines of a conversation.
 *
 * @param {import('../chats/log.js').ChatLog} log
 * @param {import('../chats/outbox.js').Letter[]} letters
 * @param {string} device this one
 * @param {string} me
 * @param {number} unreadFrom seq, or 0
 * @returns {Item[]}
 */
export function arrange(log, letters, device, me, unreadFrom) {
    /** @type {Item[]} */
    const items = [];
    /** @type {Shown | null} */
    let before = null;
    let marked = unreadFrom === 0;
    const add = (/** @type {string} */ key, /** @type {Shown} */ message, /** @type {boolean} */ isNew) => {
        const newDay = !before || dayKey(before.sentAt) !== dayKey(message.sentAt);
        if (newDay) {
            items.push({ key: `day ${dayKey(message.sentAt)} ${key}`, day: message.sentAt });
        }
        if (isNew) {
            items.push({ key: 'new' });
        }
        message.first = newDay || isNew || !before || !together(before, message);
        if (before && message.first) {
            before.last = true;
        }
        items.push({ key, message });
        before = message;
    };
    for (const entry of log.opened ? log.entries : []) {
        const mine = entry.sender === me;
        const isNew = !marked && entry.seq >= unreadFrom && !mine;
        marked ||= isNew;
        const state = log.isProvisional(entry) ? 'provisional' : 'stored';
        add(`${entry.device} ${entry.clientId}`, { ...entry, mine, state, failure: '', first: true, last: false }, isNew);
    }
    // What came back already but may still be lost is in both.
    const here = new Set(log.opened ? log.entries.filter(({ sender }) => sender === me).map(({ clientId }) => clientId) : []);
    for (const { clientId, text, sentAt, failure } of letters.filter((letter) => !here.has(letter.clientId))) {
        const state = failure ? 'failed' : 'pending';
        const own = { sender: me, mine: true, first: true, last: false };
        add(`${device} ${clientId}`, { ...own, clientId, text, sentAt, failure, state }, false);
    }
    if (before) {
        /** @type {Shown} */ (before).last = true;
    }
    return items;
}

/**
 * @param {Shown} earlier
 * @param {Shown} later
 */
function together(earlier, later) {
    return earlier.sender === later.sender && Date.parse(later.sentAt) - Date.parse(earlier.sentAt) < GROUP_MS;
}
