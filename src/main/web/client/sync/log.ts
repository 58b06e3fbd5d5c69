import type { Entry, Page } from '../protocol/frames.ts';
import { cut, join, type Range } from '../store/store.ts';
import { changed, changeOf } from '../store/changed.ts';
import { indexOf, insert } from './order.ts';

/** What is kept of a chat before the first part of its log came. */
const KEPT_UNOPENED = 64;

/**
 * What this client has of one chat's log, in the order of seq and never twice.
 *
 * The newest part lies from `completeFrom` to `completeTo`, and nothing in it is missing; entries above wait for a gap to be
 * filled. Up to `confirmedTo` the entries are the ones that stay. Those above are provisional: delivered, but if their
 * node is lost another entry may take their number. So a sync starts at `confirmedTo` and replaces what is above it. Older
 * parts may lie further down, with gaps between them.
 */
export class ChatLog {
    /** Ascending by seq. */
    entries: Entry[] = [];
    /** The highest seq the server has called durable. */
    committed = 0;
    /** Whether a part of the log is here, if only an empty one. */
    opened = false;
    completeFrom = 1;
    completeTo = 0;
    confirmedTo = 0;
    /** Up to where the person cleared the history. */
    cleared = 0;
    #older: Range[] = [];
    /** The newest epoch that anything was delivered from: each owner of the chat has one, and numbers what is new. */
    #epoch = 0;
    /**
     * Of each entry above `confirmedTo`, by seq, whether it was delivered before the last sync was asked for: then it comes
     * again, or it is lost.
     */
    #provisional = new Map<number, boolean>();

    /** The stretches in which nothing is missing, ascending. */
    get stretches(): Range[] {
        return this.opened ? [...this.#older, { from: this.completeFrom, to: this.completeTo }] : [];
    }

    /** The lowest seq that is here with everything up to the next gap. */
    get lowest(): number {
        return this.#older[0]?.from ?? this.completeFrom;
    }

    get hasOlder(): boolean {
        return this.opened && this.lowest > this.cleared + 1;
    }

    get hasProvisional(): boolean {
        return this.opened && this.highest > this.confirmedTo;
    }

    get highest(): number {
        return this.entries.at(-1)?.seq ?? 0;
    }

    isProvisional(entry: Entry): boolean {
        return entry.seq > this.confirmedTo;
    }

    get(seq: number): Entry | undefined {
        const at = indexOf(this.entries, seq);
        return this.entries[at]?.seq === seq ? this.entries[at] : undefined;
    }

    /** The entries of a stretch of seqs, both ends included. */
    between(from: number, to: number): Entry[] {
        return this.entries.slice(indexOf(this.entries, from), indexOf(this.entries, to + 1));
    }

    /**
     * Whether something that should be here is not, or may be wrong.
     *
     * @param unanswered own messages without an ack: so many of the missing may be these
     */
    needsSync(unanswered = 0): boolean {
        const top = Math.max(this.highest, this.committed);
        const here = this.entries.length - indexOf(this.entries, this.completeTo + 1);
        return this.opened && (top - this.completeTo - here > unanswered || this.#firstStale <= this.committed);
    }

    /** Takes what the server has said to be durable. */
    durableUpTo(committed: number): void {
        this.committed = Math.max(this.committed, committed);
    }

    /** A sync is being asked for: what it does not bring again, and what does not come live from now on, is lost. */
    syncAsked(): void {
        [...this.#provisional.keys()].forEach((seq) => this.#provisional.set(seq, true));
    }

    /** The sync is over. */
    synced(): void {
        const lost = new Set([...this.#provisional].filter(([, stale]) => stale).map(([seq]) => seq));
        if (lost.size > 0) {
            this.entries = this.entries.filter(({ seq }) => !lost.has(seq));
            lost.forEach((seq) => this.#provisional.delete(seq));
            this.completeTo = this.confirmedTo;
            this.#extend();
        }
    }

    /**
     * Takes one entry that was delivered or acknowledged.
     *
     * @param committed the watermark that came with it
     * @param epoch in which it was given its seq
     */
    add(entry: Entry, committed: number, epoch: number): void {
        if (!this.#believe(epoch)) {
            return;
        }
        this.durableUpTo(committed);
        const known = entry.seq <= this.confirmedTo || (this.opened && entry.seq < this.completeFrom);
        if (!known) {
            insert(this.entries, entry);
            this.#provisional.set(entry.seq, false);
            this.#extend();
        }
        if (!this.opened) {
            this.entries.splice(0, this.entries.length - KEPT_UNOPENED).forEach(({ seq }) => this.#provisional.delete(seq));
            return;
        }
        // What is old news says all the same what is durable.
        this.#confirmDurable(committed);
    }

    /** The chat fell quiet: everything up to `seq` is durable, as the owner of this epoch says. */
    quiet(seq: number, epoch: number): void {
        if (this.#believe(epoch)) {
            this.durableUpTo(seq);
            this.#confirmDurable(seq);
        }
    }

    /** The person cleared the history up to there: nothing of it is shown, and none of it is missing. */
    clear(through: number): void {
        this.durableUpTo(through);
        this.cleared = Math.max(this.cleared, through);
        this.entries = this.entries.slice(indexOf(this.entries, through + 1));
        this.#older = cut(this.#older, through + 1, Infinity);
        if (this.opened) {
            this.completeFrom = Math.max(this.completeFrom, through + 1);
            this.completeTo = Math.max(this.completeTo, through);
            this.#extend();
            this.#confirm(through);
        }
    }

    /** What a store holds of the newest part, for good. */
    restore({ from, to }: Range, entries: Entry[]): void {
        if (!this.opened) {
            this.#open(from - 1, to, entries, to);
        }
    }

    /** Takes a page of history. Parts that touch are joined. */
    page({ entries, from, through, committed }: Page): void {
        this.durableUpTo(committed);
        const to = Math.min(through, Math.max(this.confirmedTo, this.completeFrom - 1));
        const start = Math.max(from, this.cleared + 1);
        if (!this.opened || start > to) {
            return;
        }
        this.#put(start, to, entries.filter(({ seq }) => seq >= start && seq <= to));
        this.#older = join(this.#older, { from: start, to });
        // What a page shows may be older than what was said since.
        this.#change(this.entries.filter((entry) => entry.seq <= this.confirmedTo && changeOf(entry)));
        const last = this.#older.at(-1);
        if (last && last.to >= this.completeFrom - 1) {
            this.completeFrom = Math.min(this.completeFrom, last.from);
            this.#older.pop();
        }
    }

    /**
     * Takes a part of the answer to a sync: everything the chat holds above `after`, up to `upTo`, for good.
     *
     * @param back whether what was held above `after` never became durable, though it was taken for it
     */
    sync({ after, upTo, entries, committed }: { after: number; upTo: number; entries: Entry[]; committed: number }, back: boolean): void {
        if (!this.opened) {
            this.#open(after, upTo, entries, committed);
            return;
        }
        if (back) {
            this.entries = this.entries.slice(0, indexOf(this.entries, after + 1));
            this.#older = cut(this.#older, 0, after);
            this.completeFrom = Math.min(this.completeFrom, after + 1);
            this.completeTo = Math.min(this.completeTo, after);
            this.confirmedTo = Math.min(this.confirmedTo, after);
            this.committed = committed;
        }
        const from = Math.max(after, this.confirmedTo);
        if (from > this.confirmedTo) {
            this.#jump(from);
        }
        this.#replace(from, Math.max(upTo, from), entries.filter(({ seq }) => seq > from), committed);
    }

    /** What lies between `confirmedTo` and there is not brought: the newest part begins anew, and there is a gap before it. */
    #jump(after: number): void {
        const lost = this.between(this.confirmedTo + 1, after).map(({ seq }) => seq);
        this.entries = this.entries.filter(({ seq }) => seq <= this.confirmedTo || seq > after);
        lost.forEach((seq) => this.#provisional.delete(seq));
        if (this.completeFrom <= this.confirmedTo) {
            this.#older = join(this.#older, { from: this.completeFrom, to: this.confirmedTo });
        }
        this.completeFrom = after + 1;
    }

    #open(after: number, upTo: number, entries: Entry[], committed: number): void {
        this.opened = true;
        this.completeFrom = after + 1;
        this.entries = this.entries.slice(indexOf(this.entries, after + 1));
        this.#replace(after, upTo, entries, committed);
    }

    #replace(after: number, upTo: number, entries: Entry[], committed: number): void {
        this.durableUpTo(committed);
        this.#put(after + 1, upTo, entries);
        this.completeTo = upTo;
        this.#confirm(upTo);
        this.#extend();
    }

    #put(from: number, to: number, entries: Entry[]): void {
        const at = indexOf(this.entries, from);
        const end = indexOf(this.entries, to + 1);
        const above = this.entries.slice(end);
        this.entries.length = at;
        this.entries = this.entries.concat(entries, above);
    }

    /**
     * The newest owner is right; a new one may number differently what was not durable.
     *
     * @returns whether what an owner of this epoch says counts
     */
    #believe(epoch: number): boolean {
        if (epoch > this.#epoch) {
            this.#epoch = epoch;
            if (this.#provisional.size > 0) {
                this.entries = this.entries.filter(({ seq }) => !this.#provisional.has(seq));
                this.#provisional.clear();
                this.completeTo = this.opened ? this.confirmedTo : this.completeTo;
                this.#extend();
            }
        }
        return epoch === this.#epoch;
    }

    get #firstStale(): number {
        let first = Infinity;
        this.#provisional.forEach((stale, seq) => (first = stale && seq < first ? seq : first));
        return first;
    }

    #extend(): void {
        for (let at = indexOf(this.entries, this.completeTo + 1); this.entries[at]?.seq === this.completeTo + 1; at++) {
            this.completeTo++;
        }
    }

    /** Final changes are made to what they change, if that is here. */
    #change(changes: Entry[]): void {
        for (const by of changes) {
            const target = changeOf(by)?.target ?? 0;
            const at = indexOf(this.entries, target);
            const entry = this.entries[at];
            if (entry && entry.seq === target) {
                this.entries[at] = changed(entry, by);
            }
        }
    }

    #confirmDurable(committed: number): void {
        this.#confirm(Math.min(this.completeTo, committed, this.#firstStale - 1));
    }

    #confirm(seq: number): void {
        const before = this.confirmedTo;
        this.confirmedTo = Math.max(this.confirmedTo, seq);
        this.#change(this.between(before + 1, this.confirmedTo));
        for (const delivered of [...this.#provisional.keys()]) {
            if (delivered <= this.confirmedTo || !this.get(delivered)) {
                this.#provisional.delete(delivered);
            }
        }
    }
}
