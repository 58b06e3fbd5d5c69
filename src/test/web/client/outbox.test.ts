import { IndexedStore } from '../../../main/web/client/store/idb.ts';
import { MemoryStore } from '../../../main/web/client/store/memory.ts';
import type { Change, Letter } from '../../../main/web/client/store/store.ts';
import { INTERRUPTED, Outbox } from '../../../main/web/client/sync/outbox.ts';
import { same, settled, TestClock, that } from '../testing.ts';

that(IndexedStore, 'the store of browsers loads without a browser');

interface Box {
    outbox: Outbox;
    clock: TestClock;
    texts: () => string[];
    sent: { clientId: string }[];
    connect: (connected: boolean) => void;
}

function box(store = new MemoryStore(), device = 'mine'): Box {
    const clock = new TestClock();
    const sent: { clientId: string; text: string }[] = [];
    let connected = true;
    const send = (frame: any) => connected && sent.push({ clientId: frame.clientId, text: frame.content.text }) > 0;
    const outbox = new Outbox(device, clock, () => 0.5, send, (changes: Change[]) => store.write(changes));
    outbox.lead(true);
    return { outbox, clock, sent, texts: () => sent.map(({ text }) => text), connect: (now) => (connected = now) };
}

const refusal = { code: 'x', message: 'no', retryable: false };

Deno.test('one message of a chat is in flight, in the order written', async () => {
    const { outbox, texts, sent } = box();
    await outbox.add('a', { kind: 'message', text: 'one' });
    await outbox.add('a', { kind: 'message', text: 'two' });
    await outbox.add('b', { kind: 'message', text: 'other chat' });
    same(texts(), ['one', 'other chat']);
    outbox.remove(sent[0]!.clientId);
    same(texts(), ['one', 'other chat', 'two']);
});

Deno.test('after a reconnect the same is sent under the same name, in order', async () => {
    const { outbox, texts, sent, connect } = box();
    connect(false);
    await outbox.add('a', { kind: 'message', text: 'one' });
    await outbox.add('a', { kind: 'message', text: 'two' });
    connect(true);
    outbox.resend();
    outbox.resend();
    same(texts(), ['one', 'one']);
    same(sent[0]!.clientId, sent[1]!.clientId);
    outbox.remove(sent[0]!.clientId);
    same(texts(), ['one', 'one', 'two']);
});

Deno.test('a refused message keeps its reason and holds up nobody', async () => {
    const { outbox, texts, sent } = box();
    await outbox.add('a', { kind: 'message', text: 'bad' });
    await outbox.add('a', { kind: 'message', text: 'good' });
    outbox.refused(sent[0]!.clientId, refusal);
    await settled();
    same(texts(), ['bad', 'good']);
    same(outbox.of('a').map(({ failure }) => failure), ['no', '']);

    outbox.remove(sent[1]!.clientId);
    await outbox.retry(sent[0]!.clientId);
    same(texts(), ['bad', 'good', 'bad']);
    same(sent[2]!.clientId, sent[0]!.clientId);
});

Deno.test('a message that may be retried is sent again before the next, not before the server said', async () => {
    const { outbox, texts, sent, clock } = box();
    await outbox.add('a', { kind: 'message', text: 'one' });
    await outbox.add('a', { kind: 'message', text: 'two' });
    outbox.refused(sent[0]!.clientId, { ...refusal, retryable: true, retryAfterMs: 5_000 });
    await clock.pass(4_900);
    same(texts(), ['one']);
    await clock.pass(1_000);
    same(texts(), ['one', 'one']);
});

Deno.test('silence on a living connection is answered by a repeat', async () => {
    const { outbox, texts, clock } = box();
    await outbox.add('a', { kind: 'message', text: 'one' });
    await clock.pass(16_000);
    same(texts(), ['one', 'one']);
});

Deno.test('a message is in the store before it is sent, and outlives the client', async () => {
    const store = new MemoryStore();
    const before = box(store);
    await before.outbox.add('a', { kind: 'message', text: 'one' });
    await before.outbox.add('a', { kind: 'message', text: 'two' });
    before.outbox.remove(before.sent[0]!.clientId);
    await settled();

    const after = box(store);
    after.outbox.restore((await store.begin()).letters);
    after.outbox.resend();
    same(after.texts(), ['two']);
});

Deno.test('what another device sent is not sent again by itself', async () => {
    const store = new MemoryStore();
    const before = box(store);
    await before.outbox.add('a', { kind: 'message', text: 'sent' });
    await before.outbox.add('a', { kind: 'message', text: 'waiting' });
    await settled();

    const after = box(store, 'another');
    after.outbox.restore((await store.begin()).letters);
    after.outbox.resend();
    same(after.texts(), ['waiting']);
    same(after.outbox.of('a').map(({ failure }) => failure), [INTERRUPTED, '']);
});

Deno.test('only the tab that leads sends, whoever wrote', async () => {
    const leader = box();
    const follower = box();
    follower.outbox.lead(false);
    follower.outbox.on('news', (news) => leader.outbox.hear(news));
    leader.outbox.on('news', (news) => follower.outbox.hear(news));

    const letter: Letter = await follower.outbox.add('a', { kind: 'message', text: 'from the other tab' });
    same(follower.texts(), []);
    same(leader.texts(), ['from the other tab']);
    leader.outbox.remove(letter.clientId);
    same(follower.outbox.of('a'), []);
});

Deno.test('a change that is refused is told in the tab where it was made', async () => {
    const leader = box();
    const follower = box();
    follower.outbox.lead(false);
    follower.outbox.on('news', (news) => leader.outbox.hear(news));
    leader.outbox.on('news', (news) => follower.outbox.hear(news));
    const told: string[] = [];
    follower.outbox.on('refused', ({ code }) => told.push(code));

    await follower.outbox.add('a', { kind: 'edited', target: 1, text: 'too late' });
    leader.outbox.refused(leader.sent[0]!.clientId, { ...refusal, code: 'edit_too_late' });
    same(told, ['edit_too_late']);
    await follower.outbox.add('a', { kind: 'reacted', target: 1, emoji: 'x', on: true });
    leader.outbox.refused(leader.sent[1]!.clientId, { ...refusal, code: 'no_change' });
    same(told, ['edit_too_late']);
    same(follower.outbox.size, 0);
});
