import { render } from 'lit';
import { ChatLog, type Entry, type Letter } from '../../../main/web/client/index.ts';
import { itemsOf } from '../../../main/web/app/ui/items.ts';
import { bubble } from '../../../main/web/app/ui/message.ts';
import { same } from '../testing.ts';

const entry: Entry = {
    ...{ seq: 1, author: 'me', device: 'my phone', clientId: 'x', at: '2026-11-22T09:00:00Z' },
    content: { kind: 'message', text: 'text' },
};
const letter: Letter = { chat: 'c', clientId: 'x', at: '2026-11-22T09:00:00Z', content: entry.content, failure: '' };

/** What the tick of each message says to those who can't see it. */
function ticks(log: ChatLog, letters: Letter[] = [], inFlight = true): unknown[] {
    const nothing = () => undefined;
    const more = { act: nothing, react: nothing, me: 'me', nameOf: () => 'Me', current: false };
    const items = itemsOf({ log, entries: log.entries, letters, isInFlight: () => inFlight, view: (each) => each, device: 'mine', me: 'me', line: 0 });
    return items
        .flatMap((item) => (item.kind === 'message' ? item.message : []))
        .map((message) => {
            const place = document.createElement('ol');
            const context = { author: 'Me', named: false, unfolded: false, toggle: nothing, retry: nothing, discard: nothing, ...more };
            render(bubble(message, context), place);
            return place.querySelector('.tick .visually-hidden')?.textContent;
        });
}

function opened(): ChatLog {
    const log = new ChatLog();
    log.sync({ after: 0, upTo: 0, entries: [], committed: 0 }, false);
    return log;
}

export function onlyWhatIsStoredHasTheTickOfIt(): void {
    const log = opened();
    log.add(entry, 0, 1);
    same(ticks(log), ['Being stored']);
    log.quiet(1, 1);
    same(ticks(log), ['Stored']);
}

export function whatWaitsSaysSo(): void {
    same(ticks(opened(), [letter], false), ['Waiting for the connection']);
    same(ticks(opened(), [letter], true), ['Sending']);
    same(ticks(opened(), [{ ...letter, failure: 'no' }]), ['Not sent']);
}

export function aMessageThatCameBackBeforeItsAckIsShownOnce(): void {
    const log = opened();
    log.add(entry, 0, 1);
    same(ticks(log, [letter]), ['Being stored']);
}
