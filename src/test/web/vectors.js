import { Chats } from 'rookery/chats/chats.js';
import { randomOf, same } from './check.js';
import { Clock, settled } from './clock.js';

/** A server that says what a story says. The client has the chat on its screen. */
class Player extends EventTarget {
    state = 'online';
    /** @type {any[]} */
    sent = [];

    /** @param {any} given */
    constructor(given) {
        super();
        this.given = given;
        const me = { id: given.me, username: 'me', displayName: 'Me' };
        const info = { id: given.chat, kind: 'direct', members: [me], memberCount: 2, createdAt: '2026-11-22T09:29:58Z' };
        const listed = { ...info, committed: given.cursor, newest: given.messages.at(-1) };
        const page = { messages: given.messages, from: 1, committed: given.cursor, more: false };
        const api = { chats: async () => [listed], chat: async () => listed, messages: async () => page };
        this.chats = new Chats(/** @type {any} */ (api), /** @type {any} */ (this), me, given.device);
    }

    get chat() {
        return /** @type {any} */ (this.chats.get(this.given.chat));
    }

    /** @param {any} frame */
    send(frame) {
        this.sent.push(frame);
        return true;
    }

    /** @param {any} frame */
    async receive(frame) {
        this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
        await settled();
    }

    /** Connects anew, which begins a sync; returns its frame. */
    async connect() {
        await this.receive({ type: 'welcome', session: `s${this.sent.length}`, maxTextCharacters: 100_000 });
        this.dispatchEvent(new Event('online'));
        await settled();
        return this.sent.filter(({ type }) => type === 'sync').at(-1);
    }

    async begin() {
        this.chats.show(this.given.chat);
        const { id } = await this.connect();
        await this.receive({ type: 'chats', id, chats: [{ chat: this.given.chat, committed: this.given.cursor }] });
        await this.receive({ type: 'synced', id, chats: 1, gone: [], again: [] });
    }

    /** @returns {any} the state as the stories describe it */
    get now() {
        const { log } = this.chat;
        const names = (/** @type {boolean} */ provisional) =>
            log.entries
                .filter((/** @type {any} */ entry) => log.isProvisional(entry) === provisional)
                .map((/** @type {any} */ entry) => entry.clientId);
        const letters = this.chats.outbox.of(this.given.chat).filter(({ failure }) => !failure);
        return {
            cursor: this.chat.cursor,
            final: names(false),
            provisional: names(true),
            gap: this.chats.misses(this.chat),
            unanswered: letters.map(({ clientId }) => clientId),
        };
    }
}

/** Every story of docs/vectors, told to the core of the page. */
export async function thePageFollowsThePublishedVectors() {
    const stories = await (await fetch('/vectors')).json();
    /** @type {string[]} */
    const failures = [];
    for (const [name, { given, steps }] of Object.entries(stories)) {
        sessionStorage.clear();
        localStorage.clear();
        const clock = new Clock(randomOf(1));
        await clock.whileInCharge(async () => {
            const player = new Player(given);
            await player.begin();
            let id = '';
            /** @type {Record<string, string>} the page chooses the clientIds of its messages */
            const own = {};
            const named = (/** @type {any} */ value) => {
                const text = Object.entries(own).reduce((all, [from, to]) => all.replaceAll(`"${from}"`, `"${to}"`), JSON.stringify(value));
                return JSON.parse(text);
            };
            for (const [at, step] of steps.entries()) {
                if (step.receive) {
                    const frame = named(step.receive);
                    await player.receive(frame.id ? { ...frame, id } : frame);
                } else if (step.send) {
                    player.chats.outbox.add(given.chat, step.send.text);
                    own[step.send.clientId] = player.sent.at(-1).clientId;
                } else if (step.sync) {
                    const sync = await player.connect();
                    id = sync.id;
                    same(sync.cursors[given.chat], step.sync.cursor, `${name}, step ${at}: the cursor`);
                } else {
                    same(player.now, named(step.expect), `${name}, step ${at}`);
                }
            }
            player.chats.close();
        }).catch((failure) => failures.push(failure.message));
    }
    same(failures, []);
}
