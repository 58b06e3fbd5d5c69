import type { ChatHead, Entry } from '../protocol/frames.ts';
import type { Problem } from '../protocol/problem.ts';
import type { StoredChat } from '../store/store.ts';
import { ChatLog } from './log.ts';

/** One chat as this client knows it. */
export class Chat {
    readonly log = new ChatLog();
    head: ChatHead;
    /** Up to where this person has read, on this device or by writing. */
    read = 0;
    /** Why older messages could not be loaded. */
    failure: Problem | null = null;
    loading = false;
    /** The newest message as it was stored, while the log does not hold it. */
    #stored: Entry | undefined;

    constructor(head: ChatHead) {
        this.head = head;
        this.log.durableUpTo(head.committed);
    }

    /** As it was kept: entries stay in the store until somebody looks at the chat. */
    static restored({ head, newest, cursor }: StoredChat): Chat {
        const chat = new Chat(head);
        chat.#stored = newest;
        chat.log.cleared = head.cleared ?? 0;
        chat.log.restore({ from: cursor + 1, to: cursor }, []);
        return chat;
    }

    update(head: ChatHead): void {
        const cleared = Math.max(this.head.cleared ?? 0, head.cleared ?? 0);
        this.head = { ...head, ...(cleared > 0 && { cleared }) };
        this.log.durableUpTo(head.committed);
    }

    clear(through: number): void {
        this.head = { ...this.head, cleared: Math.max(this.head.cleared ?? 0, through) };
        this.log.clear(through);
        if ((this.#stored?.seq ?? 0) <= through) {
            this.#stored = undefined;
        }
    }

    get id(): string {
        return this.head.chat;
    }

    get isGroup(): boolean {
        return this.head.kind === 'group';
    }

    /** The newest message, as far as it is known here. */
    get newest(): Entry | undefined {
        const { entries } = this.log;
        for (let at = entries.length - 1; at >= 0; at--) {
            if (entries[at]!.content.kind === 'message') {
                return entries[at]!.seq >= (this.#stored?.seq ?? 0) ? entries[at] : this.#stored;
            }
        }
        return this.#stored;
    }

    /** The highest seq that anything is known of. */
    get top(): number {
        return Math.max(this.log.highest, this.log.committed);
    }

    /** When something last happened, for the order of a list. */
    get activeAt(): string {
        return this.newest?.at ?? this.head.createdAt;
    }

    /** How many messages of others are above what was read. */
    unread(me: string): number {
        const { log } = this;
        let known = 0;
        for (let at = log.entries.length - 1; at >= 0 && log.entries[at]!.seq > this.read; at--) {
            known += log.entries[at]!.author !== me && log.entries[at]!.content.kind === 'message' ? 1 : 0;
        }
        // What lies in gaps, or in the store alone, is taken for messages of others.
        const held = log.stretches.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, this.read + 1) + 1), 0);
        return known + Math.max(0, log.completeTo - this.read - held);
    }
}
