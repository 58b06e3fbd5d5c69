import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { Entry, User } from '../protocol/frames.ts';
import { changed } from './changed.ts';
import { migrate, VERSION } from './migrate.ts';
import type { Beginning, Change, Drop, Letter, Put, Range, Store, StoredChat } from './store.ts';
import { cut, join } from './store.ts';

/** Of one chat, the newest; what is older is fetched again when somebody goes there. */
const MOST_ENTRIES = 2_000;

export interface Schema extends DBSchema {
    chats: { key: string; value: StoredChat };
    entries: { key: [string, number]; value: Entry & { chat: string } };
    ranges: { key: string; value: { chat: string; ranges: Range[] } };
    people: { key: string; value: User };
    outbox: { key: number; value: Letter & { order?: number }; indexes: { clientId: string } };
    drafts: { key: string; value: { chat: string; text: string } };
    reads: { key: string; value: { chat: string; seq: number } };
}

type Names = ['chats', 'entries', 'ranges', 'people', 'outbox', 'drafts', 'reads'];
type Transaction = IDBPTransaction<Schema, Names, 'readwrite'>;

const ALL: Names = ['chats', 'entries', 'ranges', 'people', 'outbox', 'drafts', 'reads'];

/** Keeps one user's chats in a database of the browser. */
export class IndexedStore implements Store {
    readonly durable = true;
    readonly #db: IDBPDatabase<Schema>;

    private constructor(db: IDBPDatabase<Schema>) {
        this.#db = db;
    }

    /** Rejected where the browser allows no storage. */
    static async open(name: string): Promise<IndexedStore> {
        let db: IDBPDatabase<Schema> | undefined = undefined;
        db = await openDB<Schema>(name, VERSION, {
            upgrade: (opened, before) => migrate(opened, before),
            // Another tab deletes it, or a newer page changes its shape: that goes before.
            blocking: () => db?.close(),
        });
        return new IndexedStore(db);
    }

    async begin(): Promise<Beginning> {
        const tx = this.#db.transaction(ALL);
        const [chats, people, letters, drafts, reads] = await Promise.all([
            tx.objectStore('chats').getAll(),
            tx.objectStore('people').getAll(),
            tx.objectStore('outbox').getAll(),
            tx.objectStore('drafts').getAll(),
            tx.objectStore('reads').getAll(),
        ]);
        return {
            chats,
            people,
            letters: letters.map(({ order: _, ...letter }) => letter),
            drafts: Object.fromEntries(drafts.map(({ chat, text }) => [chat, text])),
            reads: Object.fromEntries(reads.map(({ chat, seq }) => [chat, seq])),
        };
    }

    async stretch(chat: string, to: number | undefined, limit: number): Promise<{ range: Range; entries: Entry[] } | null> {
        const tx = this.#db.transaction(ALL);
        const ranges = (await tx.objectStore('ranges').get(chat))?.ranges ?? [];
        const range = to === undefined ? ranges.at(-1) : ranges.find((each) => each.from <= to && to <= each.to);
        if (!range) {
            return null;
        }
        const end = to ?? range.to;
        const entries: Entry[] = [];
        const keys = IDBKeyRange.bound([chat, range.from], [chat, end]);
        let cursor = await tx.objectStore('entries').openCursor(keys, 'prev');
        while (cursor && entries.length < limit) {
            const { chat: _, ...entry } = cursor.value;
            entries.unshift(entry as Entry);
            cursor = await cursor.continue();
        }
        return { range: { from: cursor ? entries[0]!.seq : range.from, to: end }, entries };
    }

    async write(changes: Change[]): Promise<void> {
        const tx = this.#db.transaction(ALL, 'readwrite');
        try {
            for (const change of changes) {
                await ('put' in change ? this.#put(tx, change) : this.#drop(tx, change));
            }
            await tx.done;
        } catch (failure) {
            tx.done.catch(() => undefined);
            throw failure;
        }
    }

    async #put(tx: Transaction, change: Put): Promise<void> {
        switch (change.put) {
            case 'chat':
                await tx.objectStore('chats').put(change.chat);
                break;
            case 'people':
                await Promise.all(change.people.map((user) => tx.objectStore('people').put(user)));
                break;
            case 'entries': {
                const { chat, range, entries } = change;
                const store = tx.objectStore('entries');
                await store.delete(IDBKeyRange.bound([chat, range.from], [chat, range.to]));
                await Promise.all(entries.map((entry) => store.put({ ...entry, chat })));
                for (const by of entries) {
                    const target = 'target' in by.content ? await store.get([chat, by.content.target]) : undefined;
                    if (target) {
                        await store.put({ ...changed(target, by), chat });
                    }
                }
                const ranges = join((await tx.objectStore('ranges').get(chat))?.ranges ?? [], range);
                await this.#keepNewest(tx, chat, ranges);
                break;
            }
            case 'letter': {
                const outbox = tx.objectStore('outbox');
                const order = await outbox.index('clientId').getKey(change.letter.clientId);
                await outbox.put({ ...change.letter, ...(order !== undefined && { order }) });
                break;
            }
            case 'draft':
                await (change.text
                    ? tx.objectStore('drafts').put({ chat: change.chat, text: change.text })
                    : tx.objectStore('drafts').delete(change.chat));
                break;
            case 'read': {
                const read = await tx.objectStore('reads').get(change.chat);
                if (change.seq > (read?.seq ?? 0)) {
                    await tx.objectStore('reads').put({ chat: change.chat, seq: change.seq });
                }
                break;
            }
        }
    }

    async #keepNewest(tx: Transaction, chat: string, ranges: Range[]): Promise<void> {
        const first = (ranges.at(-1)?.to ?? 0) - MOST_ENTRIES + 1;
        if (first > (ranges[0]?.from ?? 0)) {
            await tx.objectStore('entries').delete(IDBKeyRange.bound([chat, 0], [chat, first], false, true));
        }
        await tx.objectStore('ranges').put({ chat, ranges: cut(ranges, first, Infinity) });
    }

    async #drop(tx: Transaction, change: Drop): Promise<void> {
        const entries = tx.objectStore('entries');
        switch (change.drop) {
            case 'letter': {
                const key = await tx.objectStore('outbox').index('clientId').getKey(change.clientId);
                if (key !== undefined) {
                    await tx.objectStore('outbox').delete(key);
                }
                break;
            }
            case 'above':
                await entries.delete(IDBKeyRange.bound([change.chat, change.seq], [change.chat, Infinity], true));
                await this.#cut(tx, change.chat, 0, change.seq);
                break;
            case 'through':
                await entries.delete(IDBKeyRange.bound([change.chat, 0], [change.chat, change.seq]));
                await this.#cut(tx, change.chat, change.seq + 1, Infinity);
                break;
            case 'chat':
                await entries.delete(IDBKeyRange.bound([change.chat, 0], [change.chat, Infinity]));
                await Promise.all(
                    (['chats', 'ranges', 'drafts', 'reads'] as const).map((name) => tx.objectStore(name).delete(change.chat)),
                );
                break;
        }
    }

    async #cut(tx: Transaction, chat: string, from: number, to: number): Promise<void> {
        const ranges = (await tx.objectStore('ranges').get(chat))?.ranges ?? [];
        await tx.objectStore('ranges').put({ chat, ranges: cut(ranges, from, to) });
    }

    async forgetOthers(): Promise<void> {
        const tx = this.#db.transaction(ALL, 'readwrite');
        const others = ALL.filter((name) => name !== 'outbox' && name !== 'drafts');
        await Promise.all(others.map((name) => tx.objectStore(name).clear()));
        await tx.done;
    }

    async delete(): Promise<void> {
        this.#db.close();
        await deleteDB(this.#db.name);
    }

    close(): void {
        this.#db.close();
    }
}
