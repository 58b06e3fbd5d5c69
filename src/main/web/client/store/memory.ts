import type { Entry, User } from '../protocol/frames.ts';
import type { Beginning, Change, Letter, Range, Store, StoredChat } from './store.ts';
import { changed } from './changed.ts';
import { cut, join } from './store.ts';

/** Where nothing can be kept: in memory, as long as the client lives. */
export class MemoryStore implements Store {
    readonly durable: boolean = false;
    #chats = new Map<string, StoredChat>();
    #entries = new Map<string, Map<number, Entry>>();
    #ranges = new Map<string, Range[]>();
    #people = new Map<string, User>();
    #letters = new Map<string, Letter>();
    #drafts = new Map<string, string>();
    #reads = new Map<string, number>();

    async begin(): Promise<Beginning> {
        return structuredClone({
            chats: [...this.#chats.values()],
            people: [...this.#people.values()],
            letters: [...this.#letters.values()],
            drafts: Object.fromEntries(this.#drafts),
            reads: Object.fromEntries(this.#reads),
        });
    }

    async stretch(chat: string, to: number | undefined, limit: number): Promise<{ range: Range; entries: Entry[] } | null> {
        const ranges = this.#ranges.get(chat) ?? [];
        const range = to === undefined ? ranges.at(-1) : ranges.find((each) => each.from <= to && to <= each.to);
        if (!range) {
            return null;
        }
        const end = to ?? range.to;
        const all = [...(this.#entries.get(chat)?.values() ?? [])]
            .filter(({ seq }) => seq >= range.from && seq <= end)
            .sort((a, b) => a.seq - b.seq);
        const entries = all.slice(-limit);
        return { range: { from: entries.length < all.length ? entries[0]!.seq : range.from, to: end }, entries };
    }

    async write(changes: Change[]): Promise<void> {
        changes.forEach((change) => this.#apply(structuredClone(change)));
    }

    #apply(change: Change): void {
        if ('put' in change) {
            switch (change.put) {
                case 'chat':
                    this.#chats.set(change.chat.head.chat, change.chat);
                    break;
                case 'people':
                    change.people.forEach((user) => this.#people.set(user.id, user));
                    break;
                case 'entries': {
                    const { chat, range, entries } = change;
                    this.#forgetEntries(chat, (seq) => seq >= range.from && seq <= range.to);
                    const held = this.#entries.get(chat) ?? new Map<number, Entry>();
                    entries.forEach((entry) => held.set(entry.seq, entry));
                    entries.forEach((by) => {
                        const target = 'target' in by.content ? held.get(by.content.target) : undefined;
                        if (target) {
                            held.set(target.seq, changed(target, by));
                        }
                    });
                    this.#entries.set(chat, held);
                    this.#ranges.set(chat, join(this.#ranges.get(chat) ?? [], range));
                    break;
                }
                case 'letter':
                    this.#letters.set(change.letter.clientId, change.letter);
                    break;
                case 'draft':
                    this.#drafts.set(change.chat, change.text);
                    if (!change.text) {
                        this.#drafts.delete(change.chat);
                    }
                    break;
                case 'read':
                    this.#reads.set(change.chat, Math.max(change.seq, this.#reads.get(change.chat) ?? 0));
                    break;
            }
            return;
        }
        switch (change.drop) {
            case 'letter':
                this.#letters.delete(change.clientId);
                break;
            case 'above':
                this.#forgetEntries(change.chat, (seq) => seq > change.seq);
                this.#ranges.set(change.chat, cut(this.#ranges.get(change.chat) ?? [], 0, change.seq));
                break;
            case 'through':
                this.#forgetEntries(change.chat, (seq) => seq <= change.seq);
                this.#ranges.set(change.chat, cut(this.#ranges.get(change.chat) ?? [], change.seq + 1, Infinity));
                break;
            case 'chat':
                [this.#chats, this.#entries, this.#ranges, this.#drafts, this.#reads].forEach((map) => map.delete(change.chat));
                break;
        }
    }

    #forgetEntries(chat: string, which: (seq: number) => boolean): void {
        const held = this.#entries.get(chat);
        [...(held?.keys() ?? [])].filter(which).forEach((seq) => held?.delete(seq));
    }

    async forgetOthers(): Promise<void> {
        [this.#chats, this.#entries, this.#ranges, this.#people, this.#reads].forEach((map) => map.clear());
    }

    async delete(): Promise<void> {
        await this.forgetOthers();
        this.#letters.clear();
        this.#drafts.clear();
    }

    close(): void {}
}
