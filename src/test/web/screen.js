import { render } from 'lit';
import { ChatLog } from 'rookery/chats/log.js';
import { arrange } from 'rookery/ui/arrange.js';
import { bubble } from 'rookery/ui/message.js';
import { same } from './check.js';

const entry = { seq: 1, sender: 'me', device: 'my phone', clientId: 'x', sentAt: '2026-11-22T09:00:00Z', text: 'text' };
const letter = { chat: 'c', clientId: 'x', sentAt: '2026-11-22T09:00:00Z', text: 'text', failure: '' };

/**
 * What the tick of each message says to those who can't see it.
 *
 * @param {ChatLog} log
 * @param {any[]} letters
 */
function ticks(log, letters = []) {
    const nothing = () => undefined;
    return arrange(log, letters, 'mine', 'me', 0)
        .flatMap(({ message }) => message ?? [])
        .map((message) => {
            const place = document.createElement('ol');
            render(bubble(message, { unfolded: false, toggle: nothing, retry: nothing, discard: nothing }), place);
            return place.querySelector('.tick .visually-hidden')?.textContent;
        });
}

function opened() {
    const log = new ChatLog();
    log.open({ messages: [], from: 1, through: 0, committed: 0, more: false });
    return log;
}

export function onlyWhatIsStoredHasTheTickOfIt() {
    const log = opened();
    log.add(entry, 0, 1);
    same(ticks(log), ['Being stored']);
    log.quiet(1, 1);
    same(ticks(log), ['Stored']);
}

export function aMessageThatCameBackBeforeItsAckIsShownOnce() {
    const log = opened();
    same(ticks(log, [letter]), ['Sending']);
    log.add(entry, 0, 1);
    same(ticks(log, [letter]), ['Being stored']);
}
