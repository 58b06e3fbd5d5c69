import { ChatLog } from './log.js';

/** @typedef {import('../api/api.js').Entry} Entry */

/** One chat as this client knows it. */
export class Chat {
    log = new ChatLog();
    /** What kept history from being loaded, for people to read; or empty. */
    failure = '';
    loading = false;

    /** @param {import('../api/api.js').ChatInfo} info */
    constructor(info) {
        this.update(info);
    }

    /** @param {import('../api/api.js').ChatInfo} info */
    update(info) {
        this.info = info;
        this.log.durableUpTo(info.committed);
    }

    get id() {
        return this.info.id;
    }

    /** @returns {Entry | null} */
    get newest() {
        const live = this.log.entries.at(-1);
        const listed = this.info.newest ?? null;
        return live && live.seq >= (listed?.seq ?? 0) ? live : listed;
    }

    /** The highest seq that anything is known of. */
    get head() {
        return Math.max(this.newest?.seq ?? 0, this.log.committed);
    }

    /** @param {string} user */
    member(user) {
        return this.info.members.find(({ id }) => id === user);
    }

    /**
     * Who a 1:1 chat is with.
     *
     * @param {string} me
     */
    peer(me) {
        return this.info.members.find(({ id }) => id !== me) ?? this.info.members[0];
    }
}
