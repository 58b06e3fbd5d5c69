import type { Entry } from '../../../main/web/client/index.ts';
import { IndexedStore } from '../../../main/web/client/store/idb.ts';
import { MemoryStore } from '../../../main/web/client/store/memory.ts';
import type { Store } from '../../../main/web/client/store/store.ts';
import { same } from '../testing.ts';

let count = 0;

const entry = (seq: number): Entry => ({
    ...{ seq, author: 'you', device: 'd', clientId: `c${seq}`, at: '2026-11-22T09:00:00Z' },
    content: { kind: 'message', text: `text ${seq}` },
});
const entries = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => entry(from + at));
const letter = (clientId: string, failure = '') => ({ chat: 'a', clientId, at: '2026-11-22T09:00:00Z', content: { kind: 'message', text: clientId } as const, failure });

/** What holds of the store in memory holds of that in the browser. */
async function both(story: (store: Store) => Promise<unknown>): Promise<void> {
    const indexed = await IndexedStore.open(`test-${count++}`);
    try {
        same(await story(indexed), await story(new MemoryStore()), 'the store of the browser tells the same');
    } finally {
        await indexed.delete();
    }
}

const told = async (store: Store, to?: number, limit = 100) => {
    const found = await store.stretch('a', to, limit);
    return found && [found.range.from, found.range.to, found.entries.map(({ seq }) => seq).join()];
};

export async function stretchesAreJoinedCutAndRead(): Promise<void> {
    await both(async (store) => {
        const put = (from: number, to: number) => store.write([{ put: 'entries', chat: 'a', range: { from, to }, entries: entries(from, to) }]);
        await put(10, 12);
        await put(1, 3);
        const seen = [await told(store), await told(store, 3), await told(store, 5), await told(store, 2, 1)];
        same(seen, [[10, 12, '10,11,12'], [1, 3, '1,2,3'], null, [2, 2, '2']]);
        await put(4, 9);
        same(await told(store), [1, 12, to(1, 12)]);
        await store.write([{ drop: 'above', chat: 'a', seq: 11 }]);
        await store.write([{ drop: 'through', chat: 'a', seq: 2 }]);
        same(await told(store), [3, 11, to(3, 11)]);
        await store.write([{ put: 'entries', chat: 'a', range: { from: 5, to: 6 }, entries: [entry(6)] }]);
        same(await told(store, 7), [3, 7, '3,4,6,7']);
        return told(store);
    });
}

const to = (from: number, last: number) => entries(from, last).map(({ seq }) => seq).join();

export async function lettersKeepTheirOrderAndAreReplacedByName(): Promise<void> {
    await both(async (store) => {
        await store.write([{ put: 'letter', letter: letter('b') }, { put: 'draft', chat: 'a', text: '' }]);
        await store.write([{ put: 'letter', letter: letter('a') }]);
        await store.write([{ put: 'letter', letter: letter('b', 'refused') }]);
        const { letters } = await store.begin();
        same(letters.map(({ clientId, failure }) => clientId + failure), ['brefused', 'a']);
        await store.write([{ drop: 'letter', clientId: 'b' }]);
        return (await store.begin()).letters;
    });
}

export async function whatWasReadOnlyGrowsWhicheverTabSaysIt(): Promise<void> {
    await both(async (store) => {
        await Promise.all([5, 3, 9, 7].map((seq) => store.write([{ put: 'read', chat: 'a', seq }])));
        same((await store.begin()).reads, { a: 9 });
        return (await store.begin()).reads;
    });
}

export async function whoIsSignedOutBySomebodyElseKeepsWhatTheyWrote(): Promise<void> {
    await both(async (store) => {
        const head = { chat: 'a', kind: 'direct', members: [], createdAt: '2026-11-22T09:00:00Z', committed: 3 };
        await store.write([
            { put: 'chat', chat: { head, cursor: 3 } },
            { put: 'people', people: [{ id: 'x', username: 'x', displayName: 'X' }] },
            { put: 'entries', chat: 'a', range: { from: 1, to: 3 }, entries: entries(1, 3) },
            { put: 'letter', letter: letter('l') },
            { put: 'draft', chat: 'a', text: 'begun' },
        ]);
        await store.forgetOthers();
        const { chats, people, letters, drafts } = await store.begin();
        same([chats.length, people.length, letters.length, drafts], [0, 0, 1, { a: 'begun' }]);
        return told(store);
    });
}
