import { changed, textOf } from '../../../main/web/client/store/changed.ts';
import { type Content, type Entry, readEntry } from '../../../main/web/client/protocol/frames.ts';
import { MemoryStore } from '../../../main/web/client/store/memory.ts';
import { ChatLog } from '../../../main/web/client/sync/log.ts';
import { same } from '../testing.ts';
import { answer, head, live, Tab } from './server.ts';

async function tab(): Promise<Tab> {
    const one = new Tab();
    await one.begin();
    await answer(one, await one.connect(), [head('a', 1)], [{ chat: 'a', after: 0, upTo: 1 }]);
    return one;
}

const entry = (seq: number, content: Content, author = 'you'): Entry => ({
    ...{ seq, author, device: 'd', clientId: `c${seq}`, at: `2026-11-22T09:00:0${seq}Z` },
    content,
});
const said = entry(1, { kind: 'message', text: 'hello' });
const edited = (seq: number, text: string) => entry(seq, { kind: 'edited', target: 1, text });
const reacted = (seq: number, emoji: string, on: boolean, author = 'you') => entry(seq, { kind: 'reacted', target: 1, emoji, on }, author);

Deno.test('a list of people is asked for once, again after a reconnect, and with those of other tabs', async () => {
    const { chats, sent, clock } = await tab();
    const watches = () => sent.flatMap((frame) => (frame.type === 'watch' ? [frame.users] : []));
    chats.presence.watch(['b', 'a', 'a']);
    chats.presence.watch(['b', 'a']);
    await clock.pass(1_000);
    same(watches(), [['a', 'b']]);
    chats.onNews({ watch: { tab: 'other', users: ['c'] } });
    await clock.pass(1_000);
    same(watches().at(-1), ['a', 'b', 'c']);
});

Deno.test('how people stand is known while the connection stands', async () => {
    const one = await tab();
    one.chats.presence.watch(['a']);
    await one.receive({ type: 'presence', users: [{ user: 'a', state: 'online' }] });
    same(one.chats.presence.of('a')?.state, 'online');
    one.chats.presence.away();
    same(one.chats.presence.of('a'), undefined);
});

Deno.test('a server that knows nothing of presence and typing is not asked again', async () => {
    const one = await tab();
    const asked = () => one.sent.filter(({ type }) => type === 'watch' || type === 'typing').length;
    one.chats.presence.watch(['a']);
    await one.clock.pass(1_000);
    one.chats.typing.say('a');
    same(asked(), 2);
    const refusal = { type: 'error', code: 'unknown_frame_type', message: '', retryable: false };
    await one.receive({ ...refusal, id: 'watch-tab' });
    await one.receive({ ...refusal, id: 'typing' });
    await one.clock.pass(10_000);
    one.chats.typing.say('a');
    one.chats.presence.watch(['b']);
    await one.clock.pass(10_000);
    same(asked(), 2);
});

Deno.test('somebody types until they say it, or for six seconds', async () => {
    const one = await tab();
    await one.receive({ type: 'typing', chat: 'a', user: 'you', what: 'text' });
    same(one.chats.typing.in('a'), ['you']);
    await one.receive(live('a', 2, 1));
    same(one.chats.typing.in('a'), []);
    await one.receive({ type: 'typing', chat: 'a', user: 'you', what: 'text' });
    await one.clock.pass(6_500);
    same(one.chats.typing.in('a'), []);
});

Deno.test('typing is said at most every four seconds', async () => {
    const one = await tab();
    const count = () => one.sent.filter(({ type }) => type === 'typing').length;
    for (let i = 0; i < 10; i++) {
        one.chats.typing.say('a');
        await one.clock.pass(500);
    }
    same(count(), 2);
});

Deno.test('a change is made once, in the order of the log, and not to what was deleted', () => {
    const first = changed(said, edited(2, 'hello!'));
    same(textOf(first), 'hello!');
    same(changed(first, edited(2, 'again')), first);
    same(textOf(changed(changed(said, edited(3, 'newer')), edited(2, 'older'))), 'newer');
    const gone = changed(first, entry(3, { kind: 'deleted', target: 1 }));
    same(textOf(gone), null);
    same(textOf(changed(gone, edited(4, 'back'))), null);
});

Deno.test('each person reacts with an emoji once', () => {
    const all = [reacted(2, '👍', true), reacted(3, '👍', true), reacted(4, '🎉', true, 'me'), reacted(5, '👍', true, 'me'), reacted(6, '👍', false)];
    same(all.reduce(changed, said).state?.reactions, [
        { emoji: '👍', users: ['me'] },
        { emoji: '🎉', users: ['me'] },
    ]);
});

Deno.test('a change counts when it is final, whatever is loaded before or after it', () => {
    const log = new ChatLog();
    log.sync({ after: 1, upTo: 1, entries: [], committed: 1 }, false);
    log.add(edited(2, 'hello!'), 1, 1);
    log.page({ entries: [said], from: 1, through: 1, committed: 2, more: false });
    same(textOf(log.get(1)!), 'hello');
    log.quiet(2, 1);
    same(textOf(log.get(1)!), 'hello!');
    // A page that was read before the change comes after it.
    log.page({ entries: [said], from: 1, through: 1, committed: 2, more: false });
    same(textOf(log.get(1)!), 'hello!');
});

Deno.test('what is not final yet, and what is still to be sent, is shown and not kept', async () => {
    const one = await tab();
    const chat = one.chats.get('a')!;
    await one.chats.change('a', { kind: 'reacted', target: 1, emoji: '👍', on: true });
    same(one.chats.view(chat, chat.log.get(1)!).state?.reactions, [{ emoji: '👍', users: ['me'] }]);
    one.chats.outbox.refused(one.sends[0]!.clientId, { code: 'x', message: 'no', retryable: false });
    same(one.chats.view(chat, chat.log.get(1)!).state, undefined);
});

Deno.test('a message comes in the state that it has, and older changes do nothing to it', () => {
    const json = { seq: 1, author: 'you', device: 'd', clientId: 'c', at: '2026-11-22T09:00:01Z', content: { kind: 'message', text: 'hello' } };
    const state = { asOf: 5, edited: { at: '2026-11-22T09:00:05Z', text: 'newest' }, reactions: [{ emoji: '👍', count: 22, users: ['a', 'b'], mine: false }] };
    const read = readEntry({ ...json, state });
    same(textOf(read), 'newest');
    same(read.state?.reactions, [{ emoji: '👍', users: ['a', 'b'], more: 20 }]);
    same(changed(read, edited(4, 'older')), read);
    const gone = readEntry({ ...json, content: { kind: 'removed', deletion: 6 }, state: { asOf: 6, deleted: { by: 'you', at: '2026-11-22T09:00:06Z' } } });
    same(textOf(gone), null);
});

Deno.test('a store makes a change to what it holds', async () => {
    const store = new MemoryStore();
    await store.write([{ put: 'entries', chat: 'a', range: { from: 1, to: 1 }, entries: [said] }]);
    await store.write([{ put: 'entries', chat: 'a', range: { from: 2, to: 2 }, entries: [edited(2, 'hello!')] }]);
    same(textOf((await store.stretch('a', 1, 10))!.entries[0]!), 'hello!');
});
