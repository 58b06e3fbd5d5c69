/** @typedef {import('../api/api.js').Entry} Entry */

/** What is kept of a chat that nobody has opened: enough to bridge to the committed history when it is. */
const KEPT_UNOPENED = 64;

/**
 * What this client has of one chat's log, in the order of seq and never twice. Knows which part is complete: from
 * `completeFrom` to `completeTo` nothing is missing that the chat holds. Entries above that wait for a gap to be filled.
 *
 * What lies above `committed` is provisional: delivered, but perhaps not for ever. So a sync starts at `cursor`, below
 * it, and what the server answers replaces what is there.
 */
export class ChatLog {
    /** @type {Entry[]} ascending by seq */
    entries = [];
    /** @type {number} the highest seq known to be durable */
    committed = 0;
    /** @type {boolean} whether a page of history was taken up */
    opened = false;
    completeFrom = 1;
    completeTo = 0;

    /** Where a sync starts: everything up to here is here and durable. */
    get cursor() {
        return Math.min(this.completeTo, this.committed);
    }

    get hasOlder() {
        return this.opened && this.completeFrom > 1;
    }

    /** Whether the chat is known to hold something that should be here and is not. */
    get hasGap() {
        return this.opened && Math.max(this.#highest, this.committed) > this.completeTo;
    }

    get hasProvisional() {
        return this.opened && this.#highest > this.committed;
    }

    /** @param {number} committed the server has said so */
    durableUpTo(committed) {
        this.committed = Math.max(this.committed, committed);
    }

    /** @param {Entry} entry */
    isProvisional(entry) {
        return entry.seq > this.committed;
    }

    /**
     * One entry that was delivered or acknowledged.
     *
     * @param {Entry} entry
     * @param {number} committed
     */
    add(entry, committed) {
        this.durableUpTo(committed);
        if (this.opened && entry.seq < this.completeFrom) {
            return;
        }
        this.#put([entry]);
        if (!this.opened) {
            this.entries.splice(0, this.entries.length - KEPT_UNOPENED);
        }
        this.#extend();
    }

    /**
     * The newest page of history, where a chat begins to be shown; also after so long an absence that catching up page by
     * page makes no sense.
     *
     * @param {import('../api/api.js').Page} page
     */
    open({ messages, committed, more }) {
        this.durableUpTo(committed);
        const first = messages.length > 0 ? messages[0].seq : committed + 1;
        this.completeFrom = more ? first : 1;
        this.completeTo = committed;
        // What was delivered while the page was fetched stands above it.
        this.entries = this.entries.filter(({ seq }) => seq > committed);
        this.#put(messages);
        this.opened = true;
        this.#extend();
    }

    /** @param {import('../api/api.js').Page} page the one before `completeFrom` */
    prepend({ messages, more }) {
        this.#put(messages);
        this.completeFrom = more && messages.length > 0 ? messages[0].seq : 1;
    }

    /**
     * A page after `cursor`, replacing whatever is here for the range it covers.
     *
     * @param {number} after what was asked for
     * @param {import('../api/api.js').Page} page
     */
    sync(after, { messages, committed, more }) {
        this.durableUpTo(committed);
        const upTo = more && messages.length > 0 ? messages[messages.length - 1].seq : committed;
        this.entries = this.entries.filter(({ seq }) => seq <= after || seq > upTo);
        this.#put(messages);
        this.completeTo = Math.max(this.completeTo, upTo);
        this.#extend();
    }

    get #highest() {
        return this.entries.at(-1)?.seq ?? 0;
    }

    /** @param {Entry[]} added */
    #put(added) {
        const bySeq = new Map(this.entries.map((entry) => [entry.seq, entry]));
        for (const entry of added) {
            bySeq.set(entry.seq, entry);
        }
        this.entries = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    }

    #extend() {
        for (const { seq } of this.entries) {
            if (seq === this.completeTo + 1) {
                this.completeTo = seq;
            }
        }
    }
}
