/** @typedef {import('../api/api.js').Entry} Entry */
/** @typedef {import('../api/api.js').Page} Page */

/** What is kept of a chat that nobody has opened: enough to bridge to the committed history when it is. */
const KEPT_UNOPENED = 64;
/**
 * What this client has of one chat's log, in the order of seq and never twice.
 *
 * Three marks say how good it is. From `completeFrom` to `completeTo` nothing is missing; entries above wait for a gap to
 * be filled. Up to `confirmedTo` the entries are the ones that stay. Those above are provisional: delivered, but if their
 * node is lost another entry may take their number. So a sync starts at `confirmedTo` and replaces what is above it.
 */
export class ChatLog {
    /** @type {Entry[]} ascending by seq */
    entries = [];
    /** The highest seq the server has called durable. */
    committed = 0;
    /** Whether a page of history was taken up. */
    opened = false;
    completeFrom = 1;
    completeTo = 0;
    confirmedTo = 0;
    /** The newest epoch that anything was delivered from: each owner of the chat has one, and numbers what is new. */
    #epoch = 0;

    /**
     * Of each entry above `confirmedTo`, by seq, whether it was delivered before the last sync was asked for: then it comes
     * again, or it is lost.
     *
     * @type {Map<number, boolean>}
     */
    #provisional = new Map();

    get hasOlder() {
        return this.opened && this.completeFrom > 1;
    }

    /**
     * Whether something that should be here is not, or may be wrong.
     *
     * @param {number} unanswered own messages without an ack: so many of the missing may be these
     */
    needsSync(unanswered = 0) {
        const top = Math.max(this.#highest, this.committed);
        const here = this.entries.filter(({ seq }) => seq > this.completeTo).length;
        const missing = top - this.completeTo - here;
        return this.opened && (missing > unanswered || this.#firstStale <= this.committed);
    }

    get hasProvisional() {
        return this.opened && this.#highest > this.confirmedTo;
    }

    /** @param {Entry} entry */
    isProvisional(entry) {
        return entry.seq > this.confirmedTo;
    }

    /** @param {number} committed as the server has said */
    durableUpTo(committed) {
        this.committed = Math.max(this.committed, committed);
    }

    /** A sync is being asked for: what it does not bring again, and what does not come live from now on, is lost. */
    syncAsked() {
        if (this.opened) {
            [...this.#provisional.keys()].forEach((seq) => this.#provisional.set(seq, true));
        } else {
            this.entries = this.entries.filter(({ seq }) => seq <= this.committed);
            this.#provisional.clear();
        }
    }

    /** The sync is over. */
    synced() {
        const lost = new Set([...this.#provisional].filter(([, stale]) => stale).map(([seq]) => seq));
        if (this.opened && lost.size > 0) {
            this.entries = this.entries.filter(({ seq }) => !lost.has(seq));
            lost.forEach((seq) => this.#provisional.delete(seq));
            this.completeTo = this.confirmedTo;
            this.#extend();
        }
    }

    /**
     * One entry that was delivered or acknowledged.
     *
     * @param {Entry} entry
     * @param {number} committed the watermark that came with it
     * @param {number} epoch in which it was given its seq
     */
    add(entry, committed, epoch = this.#epoch) {
        if (!this.#believe(epoch)) {
            return;
        }
        this.durableUpTo(committed);
        const known = entry.seq <= this.confirmedTo || (this.opened && entry.seq < this.completeFrom);
        if (known) {
            // Old news, but not what it says is durable.
            this.#confirmDurable(committed);
            return;
        }
        this.#put([entry]);
        this.#provisional.set(entry.seq, false);
        if (!this.opened) {
            const forgotten = this.entries.splice(0, this.entries.length - KEPT_UNOPENED);
            forgotten.forEach(({ seq }) => this.#provisional.delete(seq));
            return;
        }
        this.#extend();
        this.#confirmDurable(committed);
    }

    /** @param {number} committed as the newest owner says */
    #confirmDurable(committed) {
        if (this.opened) {
            this.#confirm(Math.min(this.completeTo, committed, this.#firstStale - 1));
        }
    }

    /**
     * The chat fell quiet, and everything up to `seq` is durable.
     *
     * @param {number} seq
     * @param {number} epoch of the owner that says so
     */
    quiet(seq, epoch) {
        if (this.#believe(epoch)) {
            this.durableUpTo(seq);
            this.#confirmDurable(seq);
        }
    }

    /** @param {number} through up to where the person cleared the history: nothing of it is shown, and none of it is missing */
    clear(through) {
        this.durableUpTo(through);
        this.entries = this.entries.filter(({ seq }) => seq > through);
        if (this.opened) {
            this.completeFrom = Math.max(this.completeFrom, through + 1);
            this.completeTo = Math.max(this.completeTo, through);
            this.#extend();
            this.#confirm(through);
        }
    }

    /**
     * The newest owner is right; a new one may number differently what was not durable.
     *
     * @param {number} epoch
     * @returns {boolean} whether what an owner of this epoch says counts
     */
    #believe(epoch) {
        if (epoch > this.#epoch) {
            this.#epoch = epoch;
            this.#forgetProvisional();
        }
        return epoch === this.#epoch;
    }

    /**
     * The newest page of history, where a chat begins to be shown; also after so long an absence that catching up page by
     * page makes no sense.
     *
     * @param {Page} page
     */
    open({ messages, from, committed, more }) {
        this.opened = true;
        this.completeFrom = more ? from : 1;
        this.#replace(0, committed, messages, committed);
    }

    /** @param {Page} page the one before `completeFrom` */
    prepend({ messages, from, more }) {
        this.#put(messages);
        this.completeFrom = more ? from : 1;
    }

    /**
     * A part of the answer to a sync: everything the chat holds above `after`, up to `upTo`, for good.
     *
     * @param {{ after: number, upTo: number, messages: Entry[], committed: number }} part
     * @param {boolean} back whether what was held above `after` never became durable, though it was taken for it
     */
    sync({ after, upTo, messages, committed }, back) {
        if (!this.opened) {
            this.durableUpTo(committed);
            messages.forEach((entry) => this.add(entry, committed));
            return;
        }
        if (back) {
            this.entries = this.entries.filter(({ seq }) => seq <= after);
            this.confirmedTo = Math.min(this.confirmedTo, after);
            this.committed = committed;
        }
        const from = Math.max(after, this.confirmedTo);
        const added = messages.filter(({ seq }) => seq > from);
        this.#replace(from, Math.max(upTo, from), added, committed);
    }

    /**
     * @param {number} after
     * @param {number} upTo
     * @param {Entry[]} messages everything the chat holds in between
     * @param {number} committed
     */
    #replace(after, upTo, messages, committed) {
        this.durableUpTo(committed);
        this.entries = this.entries.filter(({ seq }) => seq <= after || seq > upTo);
        this.#put(messages);
        this.completeTo = upTo;
        this.#confirm(upTo);
        this.#extend();
    }

    /** Another owner numbers the messages now, perhaps differently those that were not durable. */
    #forgetProvisional() {
        this.entries = this.entries.filter(({ seq }) => !this.#provisional.has(seq));
        this.#provisional.clear();
        if (this.opened) {
            this.completeTo = this.confirmedTo;
            this.#extend();
        }
    }

    get #highest() {
        return this.entries.at(-1)?.seq ?? 0;
    }

    get #firstStale() {
        const stale = [...this.#provisional].filter(([, isStale]) => isStale);
        return Math.min(Infinity, ...stale.map(([seq]) => seq));
    }

    /** @param {Entry[]} added */
    #put(added) {
        const bySeq = new Map(this.entries.map((entry) => [entry.seq, entry]));
        added.forEach((entry) => bySeq.set(entry.seq, entry));
        this.entries = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    }

    #extend() {
        for (const { seq } of this.entries) {
            if (seq === this.completeTo + 1) {
                this.completeTo = seq;
            }
        }
    }

    /** @param {number} seq */
    #confirm(seq) {
        this.confirmedTo = Math.max(this.confirmedTo, seq);
        const here = new Set(this.entries.map((entry) => entry.seq));
        for (const delivered of this.#provisional.keys()) {
            if (delivered <= this.confirmedTo || !here.has(delivered)) {
                this.#provisional.delete(delivered);
            }
        }
    }
}
