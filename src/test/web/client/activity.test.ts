import { same } from '../testing.ts';
import { Tab } from './server.ts';

const said = (tab: Tab) => tab.sent.flatMap((frame) => (frame.type === 'active' ? frame.away : []));
const MINUTE = 60_000;

Deno.test('who touches nothing for five minutes is away, until they do', async () => {
    const tab = new Tab();
    await tab.begin();
    await tab.connect();
    await tab.clock.pass(4 * MINUTE);
    tab.chats.activity.touched();
    await tab.clock.pass(4 * MINUTE);
    same(said(tab), []);
    await tab.clock.pass(MINUTE);
    same(said(tab), [true]);
    tab.chats.activity.touched();
    same(said(tab), [true, false]);
    await tab.clock.pass(5 * MINUTE);
    same(said(tab), [true, false, true]);
});

Deno.test('a new connection is told again that the person is away', async () => {
    const tab = new Tab();
    await tab.begin();
    await tab.connect();
    await tab.clock.pass(6 * MINUTE);
    await tab.connect();
    same(said(tab), [true, true]);
});

Deno.test('who is in another tab is here', async () => {
    const other = new Tab({ name: 'other' });
    other.leading = false;
    other.chats.activity.touched();
    other.chats.activity.touched();
    same(other.told, [{ here: true }]);

    const tab = new Tab();
    await tab.begin();
    await tab.connect();
    await tab.clock.pass(4 * MINUTE);
    tab.chats.onNews({ here: true });
    await tab.clock.pass(4 * MINUTE);
    same(said(tab), []);
});
