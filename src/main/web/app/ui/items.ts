import { type ChatLog, type Entry, type Letter, type Reaction, textOf } from '../../client/index.ts';
import { dayKey } from '../text/dates.ts';

/** A message as it stands in the conversation. */
export interface Shown {
    seq?: number;
    author: string;
    at: string;
    /** Null if it was deleted for everyone. */
    text: string | null;
    edited: boolean;
    reactions: Reaction[];
    clientId: string;
    mine: boolean;
    state: 'waiting' | 'sending' | 'failed' | 'provisional' | 'stored';
    failure: string;
    /** Of the failure. */
    code?: string;
    /** Of a group of messages by one person. */
    first: boolean;
    last: boolean;
}

/** One line of the conversation. Its key is the same at every rendering, also when a message gets its seq. */
export type Item =
    | { key: string; kind: 'message'; message: Shown }
    | { key: string; kind: 'day'; at: string }
    /** What comes after it was not read when the visit began. */
    | { key: string; kind: 'new' }
    /** Something is missing below this seq. */
    | { key: string; kind: 'gap'; before: number };

export interface Frame {
    log: ChatLog;
    /** Those of the log that are shown. */
    entries: Entry[];
    /** What waits to be sent, if the end is shown. */
    letters: Letter[];
    isInFlight: (letter: Letter) => boolean;
    /** An entry with what changed in it, final or not. */
    view: (entry: Entry) => Entry;
    device: string;
    me: string;
    /** The first seq that was not read when the visit began; 0 if all was. */
    line: number;
}

/** A pause longer than this begins a new group. */
const GROUP_MS = 5 * 60_000;
const ALONE = { first: true, last: false };

/** A part of a chat's log and what waits to be sent, as the lines of a conversation. */
export function itemsOf({ log, entries, letters, isInFlight, view, device, me, line }: Frame): Item[] {
    const items: Item[] = [];
    let before: Shown | null = null;
    let lined = line === 0;
    const add = (key: string, message: Shown, isNew: boolean) => {
        const newDay = !before || dayKey(before.at) !== dayKey(message.at);
        if (newDay) {
            items.push({ key: `day ${dayKey(message.at)} ${key}`, kind: 'day', at: message.at });
        }
        if (isNew) {
            items.push({ key: 'new', kind: 'new' });
        }
        message.first = newDay || isNew || !before || !together(before, message);
        if (before && message.first) {
            before.last = true;
        }
        items.push({ key, kind: 'message', message });
        before = message;
    };
    let previous: Entry | undefined;
    const gaps = gapsOf(log);
    for (const entry of entries) {
        const { seq, author, at, clientId, content } = entry;
        const gap = previous && gaps.find((edge) => previous!.seq < edge && edge <= seq);
        if (gap !== undefined) {
            items.push({ key: `gap ${gap}`, kind: 'gap', before: gap });
        }
        previous = entry;
        if (content.kind !== 'message') {
            continue;
        }
        const mine = author === me;
        const isNew = !lined && seq >= line && !mine;
        lined ||= isNew;
        const state = log.isProvisional(entry) ? 'provisional' : 'stored';
        const seen = view(entry);
        const now = { text: textOf(seen), edited: seen.state?.edited !== undefined, reactions: seen.state?.reactions ?? [] };
        add(`${entry.device} ${clientId}`, { seq, author, at, clientId, ...now, mine, state, failure: '', ...ALONE }, isNew);
    }
    // What came back already but may still be lost is in both.
    const here = new Set(letters.length > 0 ? entries.filter(({ author }) => author === me).map(({ clientId }) => clientId) : []);
    for (const letter of letters.filter(({ clientId, content }) => content.kind === 'message' && !here.has(clientId))) {
        const { clientId, at, failure, code } = letter;
        const state = failure ? 'failed' : isInFlight(letter) ? 'sending' : 'waiting';
        const now = { text: textOf(letter), edited: false, reactions: [] };
        add(`${device} ${clientId}`, { author: me, at, clientId, ...now, mine: true, state, failure, ...(code && { code }), ...ALONE }, false);
    }
    if (before) {
        (before as Shown).last = true;
    }
    return items;
}

/** The seqs below which something is missing. */
function gapsOf(log: ChatLog): number[] {
    const gaps = log.stretches.map(({ from }) => from);
    const above = log.between(log.completeTo + 1, Infinity)[0];
    return above ? [...gaps, above.seq] : gaps;
}

function together(earlier: Shown, later: Shown): boolean {
    return earlier.author === later.author && Date.parse(later.at) - Date.parse(earlier.at) < GROUP_MS;
}
