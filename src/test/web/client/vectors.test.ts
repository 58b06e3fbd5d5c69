import type { Chat } from '../../../main/web/client/sync/chat.ts';
import { same, settled } from '../testing.ts';
import { head, Tab } from './server.ts';

const stories = new URL('../../../../docs/vectors/', import.meta.url);

/** The state as the stories describe it. */
function now({ chats }: Tab, chat: Chat): object {
    const names = (provisional: boolean) =>
        chat.log.entries
            .filter((entry) => entry.content.kind === 'message' && chat.log.isProvisional(entry) === provisional)
            .map((entry) => entry.clientId);
    const letters = chats.outbox.of(chat.id).filter(({ failure }) => !failure);
    return {
        cursor: chat.log.confirmedTo,
        final: names(false),
        provisional: names(true),
        gap: chats.misses(chat),
        unanswered: letters.map(({ clientId }) => clientId),
    };
}

for (const { name } of [...Deno.readDirSync(stories)].filter((file) => file.name.endsWith('.json'))) {
    Deno.test(`the library follows the published story ${name}`, async () => {
        const { given, steps } = JSON.parse(Deno.readTextFileSync(new URL(name, stories)));
        const tab = new Tab({ me: { id: given.me, username: 'me', displayName: 'Me' }, device: given.device });
        await tab.begin();
        const { id: first } = await tab.connect();
        const part = { after: 0, upTo: given.cursor, committed: given.cursor, more: false, entries: given.entries };
        await tab.receive({ type: 'chats', id: first, chats: [head(given.chat, given.cursor)] });
        await tab.receive({ type: 'entries', id: first, chat: given.chat, ...part });
        await tab.receive({ type: 'synced', id: first, chats: 1, gone: [], again: [] });
        let id = '';
        /** The library chooses the clientIds of its messages. */
        const own: [string, string][] = [];
        const named = (value: unknown) =>
            JSON.parse(own.reduce((all, [from, to]) => all.replaceAll(`"${from}"`, `"${to}"`), JSON.stringify(value)));
        for (const [at, step] of steps.entries()) {
            const chat = tab.chats.get(given.chat)!;
            if (step.receive) {
                const frame = named(step.receive);
                await tab.receive(frame.id ? { ...frame, id } : frame);
            } else if (step.send) {
                const { clientId } = await tab.chats.outbox.add(given.chat, { kind: 'message', text: step.send.text });
                own.push([step.send.clientId, clientId]);
            } else if (step.sync) {
                const sync = await tab.connect();
                id = sync.id;
                same(sync.cursors[given.chat], step.sync.cursor, `step ${at}: the cursor`);
            } else {
                // What changes come to is not shown by this client yet.
                same(now(tab, chat), named({ ...step.expect, shown: undefined }), `step ${at}`);
            }
            await settled();
        }
        tab.chats.close();
    });
}
