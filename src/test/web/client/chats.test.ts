import { MemoryStore } from '../../../main/web/client/store/memory.ts';
import { randomOf, same, settled, that } from '../testing.ts';
import { answer, head, live, message, Tab } from './server.ts';

const seqs = (tab: Tab) => tab.chats.get('a')!.log.entries.map(({ seq }) => seq);
const to = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

async function synced(store = new MemoryStore(), upTo = 3): Promise<Tab> {
    const tab = new Tab({ store });
    await tab.begin();
    await answer(tab, await tab.connect(), [head('a', upTo)], [{ chat: 'a', after: 0, upTo }]);
    return tab;
}

Deno.test('a client begins with what it stored, and asks from there on', async () => {
    const store = new MemoryStore();
    const before = await synced(store);
    await before.receive(live('a', 4, 4));
    await before.receive(live('a', 5, 5));
    before.chats.keepDraft('a', 'not ready');
    before.chats.close();

    const after = new Tab({ store });
    after.status = { ...after.status, state: 'connecting' };
    await after.begin();
    const chat = after.chats.get('a')!;
    that(after.chats.ready, 'chats are shown without a connection');
    same(chat.newest?.content, { kind: 'message', text: 'text 5' });
    same(after.chats.unread(chat), 2);
    same(after.chats.draft('a'), 'not ready');
    await after.chats.load(chat);
    same(seqs(after), [1, 2, 3, 4, 5]);

    after.status = { ...after.status, state: 'online' };
    same((await after.connect()).cursors, { a: 5 });
});

Deno.test('what was said before a device was signed in does not count as unread', async () => {
    const tab = await synced();
    same(tab.chats.unread(tab.chats.get('a')!), 0);
    await tab.receive(live('a', 4, 3));
    same(tab.chats.unread(tab.chats.get('a')!), 1);
});

Deno.test('who writes has read what came before, on whichever device', async () => {
    const tab = await synced();
    await tab.receive(live('a', 4, 3));
    await tab.receive(live('a', 5, 4, 1, { author: 'me', device: 'my other one' }));
    same(tab.chats.unread(tab.chats.get('a')!), 1);
    await tab.receive({ type: 'committed', chat: 'a', seq: 5, epoch: 1 });
    await tab.receive(live('a', 5, 5, 1, { author: 'me', device: 'my other one' }));
    same(tab.chats.unread(tab.chats.get('a')!), 0);
});

Deno.test('a sync that brings not all leaves a gap that is marked, and a page fills it', async () => {
    const pages: number[] = [];
    const history = (_: string, { before }: { before: number }) => {
        pages.push(before);
        const entries = to(before - 1, Math.max(1, before - 60)).map((seq) => ({
            ...{ seq, author: 'you', device: 'd', clientId: `c${seq}`, at: '2026-11-22T09:00:00Z' },
            content: { kind: 'message', text: `text ${seq}` },
        }));
        return Promise.resolve({ entries, from: entries[0]!.seq, through: before - 1, committed: 5_000, more: true });
    };
    const tab = new Tab({ api: { history } });
    await tab.begin();
    await answer(tab, await tab.connect(), [head('a', 400)], [{ chat: 'a', after: 350, upTo: 400 }]);
    const chat = tab.chats.get('a')!;
    // A page of what is older is on its way while a sync jumps.
    const loading = tab.chats.load(chat);
    const sync = await tab.connect();
    await tab.receive({ type: 'chats', id: sync.id, chats: [head('a', 5_000)] });
    const entries = to(5_000, 4_951).map((seq) => message(seq));
    await tab.receive({ type: 'entries', id: sync.id, chat: 'a', after: 4_950, upTo: 5_000, committed: 5_000, entries });
    await tab.receive({ type: 'synced', id: sync.id, gone: [], again: [] });
    await loading;

    same(chat.log.stretches, [{ from: 291, to: 400 }, { from: 4_951, to: 5_000 }]);
    await tab.chats.load(chat, 4_951);
    same(chat.log.stretches, [{ from: 291, to: 400 }, { from: 4_891, to: 5_000 }]);
    same(pages, [351, 4_951]);
});

Deno.test('a draft that one tab sends is empty in the other', async () => {
    const store = new MemoryStore();
    const one = await synced(store);
    const other = new Tab({ store, name: 'other' });
    other.leading = false;
    await other.chats.begin();
    one.chats.keepDraft('a', 'hello');
    await one.clock.pass(300);
    one.told.splice(0).forEach((news) => other.chats.onNews(news));
    same(other.chats.draft('a'), 'hello');
    await one.chats.send('a', 'hello');
    one.told.splice(0).forEach((news) => other.chats.onNews(news));
    same(other.chats.draft('a'), '');
    same(other.chats.outbox.of('a').map(({ content }) => content), [{ kind: 'message', text: 'hello' }]);
});

Deno.test('what is being written is kept when the client ends, however suddenly', async () => {
    const store = new MemoryStore();
    const tab = await synced(store);
    tab.chats.keepDraft('a', 'not ready');
    tab.chats.close();
    same((await store.begin()).drafts, { a: 'not ready' });
});

Deno.test('a chat that is cleared elsewhere is empty here and after a start', async () => {
    const store = new MemoryStore();
    const tab = await synced(store);
    await tab.receive({ type: 'cleared', chat: 'a', through: 2 });
    tab.chats.close();
    await settled();
    const after = new Tab({ store });
    await after.begin();
    await after.chats.load(after.chats.get('a')!);
    same(seqs(after), [3]);
});

/** Whatever is lost, doubled or comes late: in the end everybody has the log, once and in order. */
Deno.test('any order of frames, cuts and starts ends in the log', async () => {
    for (let seed = 0; seed < 40; seed++) {
        const random = randomOf(seed);
        const store = new MemoryStore();
        let tab = await synced(store, 1 + random(5));
        let committed = tab.chats.get('a')!.log.confirmedTo;
        let top = committed;
        for (let step = 0; step < 40; step++) {
            switch (random(6)) {
                case 0: // A message comes, perhaps after others are lost, perhaps twice.
                    top += 1 + random(2);
                    for (let copies = random(3); copies > 0; copies--) {
                        await tab.receive(live('a', top, committed));
                    }
                    break;
                case 1:
                    committed = committed + random(top - committed + 1);
                    await tab.receive({ type: 'committed', chat: 'a', seq: committed, epoch: 1 });
                    break;
                case 2: // An old one once more.
                    await tab.receive(live('a', 1 + random(top), committed));
                    break;
                case 3: // A new connection: the sync brings what is committed, or a part of it.
                    committed = top;
                    {
                        const sync = await tab.connect();
                        const after = sync.cursors['a'] ?? 0;
                        const upTo = random(3) === 0 ? after + random(committed - after + 1) : committed;
                        await answer(tab, sync, [head('a', committed)], [{ chat: 'a', after, upTo }]);
                    }
                    break;
                case 4: // The page is closed and opened.
                    tab.chats.close();
                    await settled();
                    tab = new Tab({ store });
                    await tab.begin();
                    break;
                case 5:
                    await tab.clock.pass(1_000);
                    break;
            }
            const { log } = tab.chats.get('a')!;
            const held = seqs(tab);
            same(held, [...new Set(held)].sort((a, b) => a - b), `seed ${seed}, step ${step}: once and in order`);
            that(log.confirmedTo <= top, `seed ${seed}, step ${step}: nothing is final that is not there`);
        }
        const sync = await tab.connect();
        await answer(tab, sync, [head('a', top)], [{ chat: 'a', after: sync.cursors['a'] ?? 0, upTo: top }]);
        const chat = tab.chats.get('a')!;
        while (chat.log.hasOlder && !chat.failure) {
            await tab.chats.load(chat);
        }
        same(seqs(tab), to(top), `seed ${seed}`);
        same(chat.log.confirmedTo, top, `seed ${seed}`);
        tab.chats.close();
    }
});
