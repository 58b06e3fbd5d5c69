import { ChatLog } from './log.js';

/** @typedef {import('../api/api.js').Entry} Entry */

/** How many members name a group that has no title. */
const SOME = 3;

/** One chat as this client knows it. */
export class Chat {
    log = new ChatLog();
    /** What kept history from being loaded, for people to read; or empty. */
    failure = '';
    loading = false;

    /** @param {import('../api/api.js').ChatInfo} info */
    constructor(info) {
        /** @type {import('../api/api.js').ChatInfo} */
        this.info = info;
        this.update(info);
    }

    /** @param {import('../api/api.js').ChatInfo} info */
    update(info) {
        // A list tells only some members of a large group.
        const members = this.info?.members ?? [];
        this.info = members.length > info.members.length ? { ...info, members } : info;
        this.log.durableUpTo(info.committed);
    }

    /** @param {number} through up to where the person cleared the history */
    clear(through) {
        this.log.clear(through);
        if ((this.info.newest?.seq ?? Infinity) <= through) {
            this.info = { ...this.info, newest: undefined };
        }
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

    /**
     * The seq of this person's newest message that is known here, or 0.
     *
     * @param {string} user
     */
    newestOf(user) {
        const listed = this.info.newest;
        const { entries } = this.log;
        let i = entries.length - 1;
        while (i >= 0 && entries[i].sender !== user) {
            i--;
        }
        return Math.max(listed?.sender === user ? listed.seq : 0, entries[i]?.seq ?? 0);
    }

    /** The highest seq that anything is known of. */
    get head() {
        return Math.max(this.newest?.seq ?? 0, this.log.committed);
    }

    /** Up to where everything that matters here is known for good: of a chat that was not opened that is the newest entry. */
    get cursor() {
        const { log, newest } = this;
        return log.opened ? log.confirmedTo : Math.min(newest?.seq ?? log.committed, log.committed);
    }

    /** @param {string} user */
    member(user) {
        return this.info.members.find(({ id }) => id === user);
    }

    get isGroup() {
        return this.info.kind === 'group';
    }

    get knowsAllMembers() {
        return this.info.members.length >= this.info.memberCount;
    }

    /**
     * What the chat is called, what stands below that, and what its picture is made of: the person a 1:1 chat is with, or the
     * group. One without a title is called by its members.
     *
     * @param {string} me
     */
    face(me) {
        const { id, kind, title, members, memberCount } = this.info;
        const others = members.filter((member) => member.id !== me);
        if (kind !== 'group') {
            const peer = others[0] ?? members[0];
            return { name: peer.displayName, below: '@' + peer.username, picture: peer };
        }
        const unnamed = memberCount - 1 - SOME;
        const some = others.slice(0, SOME).map(({ displayName }) => displayName);
        const name = title ?? some.join(', ') + (unnamed > 0 ? ` and ${unnamed} more` : '');
        return { name, below: `${memberCount} members`, picture: { id, displayName: name } };
    }
}
