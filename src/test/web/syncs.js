import { Syncs } from 'rookery/chats/syncs.js';
import { randomOf, same, that } from './check.js';
import { Clock, settled } from './clock.js';

/** @type {any[]} */
let sent = [];
/** @type {string[]} */
let taken = [];
let connected = true;
/** @type {Record<string, number>} */
let cursors = {};

function syncs() {
    sent = [];
    taken = [];
    connected = true;
    cursors = { a: 4, b: 7 };
    return new Syncs((frame) => connected && sent.push(frame) > 0, {
        ask: (ids) => Object.fromEntries(Object.entries(cursors).filter(([id]) => !ids || ids.includes(id))),
        heads: async (heads) => void taken.push(`heads ${heads.length}`),
        entries: async (frame, back) => void taken.push(`entries ${frame.chat} ${frame.upTo}${back ? ' back' : ''}`),
        over: async ({ gone }) => void taken.push(`over ${gone}`),
    });
}

const end = (/** @type {string[]} */ again = [], /** @type {string[]} */ gone = []) => ({ type: 'synced', gone, again });
const entries = (/** @type {number} */ after) => ({ type: 'entries', chat: 'a', after, upTo: 9 });

/**
 * @param {Syncs} asking
 * @param {...object} frames
 */
async function answer(asking, ...frames) {
    const { id } = sent.at(-1);
    frames.forEach((frame) => that(asking.onFrame({ ...frame, id }), 'not taken for an answer'));
    await settled();
}

const inTime = (/** @type {(clock: Clock) => Promise<void>} */ work) => {
    const clock = new Clock(randomOf(1));
    return clock.whileInCharge(() => work(clock));
};

export const everyConnectionBeginsWithAllCursorsAndNamesTheSessionBefore = () =>
    inTime(async () => {
        const asking = syncs();
        asking.begin('one');
        same(sent, [{ type: 'sync', id: 'sync-1', cursors, only: false }]);
        await answer(asking, { type: 'chats', chats: [1, 2] }, entries(4), end([], ['b']));
        same(taken, ['heads 2', 'entries a 9', 'over b']);
        asking.begin('two');
        same(sent.at(-1).resume, 'one');
        same(sent.length, 2);
    });

export const whatIsMissingIsAskedForAloneAndOneSyncAtATime = () =>
    inTime(async () => {
        const asking = syncs();
        asking.begin('one');
        asking.ask('a');
        same(sent.length, 1);
        await answer(asking, end());
        same(sent.at(-1), { type: 'sync', id: 'sync-2', cursors: { a: 4 }, only: true });
        await answer(asking, entries(3), end());
        same(taken.at(-2), 'entries a 9 back');
        same(sent.length, 2);
    });

export const whatTheServerSaysToAskForAgainIsAskedForAfterAPause = () =>
    inTime(async (clock) => {
        const asking = syncs();
        asking.begin('one');
        await answer(asking, end(['b']));
        same(sent.length, 1);
        await clock.pass(2_000);
        same(sent.at(-1).cursors, { b: 7 });
        same(sent.at(-1).only, true);
    });

export const aSyncThatIsRefusedOrNotAnsweredIsRepeated = () =>
    inTime(async (clock) => {
        const asking = syncs();
        asking.begin('one');
        await answer(asking, { type: 'error', retryable: true, retryAfterMs: 5_000 });
        await clock.pass(4_999);
        same(sent.length, 1);
        await clock.pass(1);
        same(sent.map(({ only }) => only), [false, false]);
        await clock.pass(30_000);
        same(sent.length, 3);
        same(sent.at(-1).only, false);
    });

export const answersOfABrokenConnectionAreNotWaitedForNorTaken = () =>
    inTime(async () => {
        const asking = syncs();
        asking.begin('one');
        const { id } = sent[0];
        connected = false;
        asking.begin('two');
        connected = true;
        asking.begin('three');
        same(sent.length, 2);
        that(asking.onFrame({ ...end(), id }), 'an old answer');
        await settled();
        same(taken, []);
    });

export const moreChatsThanFitIntoAFrameAreNamedInTheNext = () =>
    inTime(async () => {
        const asking = syncs();
        cursors = Object.fromEntries(Array.from({ length: 5_001 }, (_, i) => [`c${i}`, i]));
        asking.begin('one');
        same(Object.keys(sent[0].cursors).length, 5_000);
        await answer(asking, end());
        same(sent[1].cursors, { c5000: 5_000 });
        same(sent[1].only, true);
    });
