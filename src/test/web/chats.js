import { Chats } from 'rookery/chats/chats.js';
import { randomOf, same, that } from './check.js';
import { Clock, settled } from './clock.js';

const ME = { id: 'me', username: 'me', displayName: 'Me' };
const PEER = { id: 'peer', username: 'peer', displayName: 'Peer' };
const STEPS = 120;
const SEEDS = 150;
/** A chat's entries that may be uncommitted at once. */
const WINDOW = 16;

/** One chat on a server that loses its owner and its links now and then, and one client. */
class World extends EventTarget {
    state = 'waiting';
    /** @type {any[]} the durable part of the log */
    log = [];
    /** @type {any[]} what the owner has given a number but not stored yet */
    tail = [];
    /** Grows with each owner, who then numbers what comes. */
    epoch = 1;
    /** @type {any[]} frames that may still come, late: an owner that was lost may not know it yet */
    late = [];
    written = 0;
    connections = 0;
    /** Entries that one sync brings. */
    most = Infinity;
    syncs = 0;

    /**
     * @param {(below: number) => number} random
     * @param {Clock} clock
     */
    constructor(random, clock) {
        super();
        this.random = random;
        this.clock = clock;
        const api = {
            chats: () => this.chatList(),
            chat: async () => (await this.chatList())[0],
            messages: this.messages.bind(this),
        };
        this.chats = new Chats(/** @type {any} */ (api), /** @type {any} */ (this), ME, 'mine');
    }

    // What the client sees of the server.

    async chatList() {
        const info = { id: 'c', kind: 'direct', members: [ME, PEER], memberCount: 2, createdAt: '2026-11-22T00:00:00Z' };
        return [{ ...info, committed: this.log.length, newest: this.log.at(-1) }];
    }

    /**
     * @param {string} chat
     * @param {{ before?: number, after?: number, limit: number }} where
     */
    async messages(chat, { before, after, limit }) {
        if (this.random(12) === 0) {
            throw new Error('the network');
        }
        const committed = this.log.length;
        const cap = Math.min(limit, 7);
        if (after !== undefined) {
            const messages = this.log.slice(after, after + cap);
            const through = Math.min(after + cap, committed);
            return { messages, from: after + 1, through, committed, more: through < committed };
        }
        const end = before === undefined ? committed : before - 1;
        const from = Math.max(0, end - cap) + 1;
        const messages = this.log.slice(from - 1, end);
        return { messages, from, through: end, committed, more: from > 1 };
    }

    /** @param {any} frame */
    send(frame) {
        if (this.state !== 'online') {
            return false;
        }
        if (frame.type === 'send' && this.random(10) > 0) {
            this.#receive('me', 'mine', frame.clientId, frame.text);
        } else if (frame.type === 'sync' && this.random(10) > 0) {
            this.syncs++;
            void this.#sync(frame, this.connections);
        }
        return true;
    }

    /**
     * As the server does: waits for what has a number to be stored, or says that the chat is to be asked for again.
     *
     * @param {any} frame
     * @param {number} connection
     */
    async #sync({ id, cursors, only }, connection) {
        await Promise.resolve();
        const answer = (/** @type {any} */ frame) => {
            if (this.state === 'online' && this.connections === connection) {
                this.dispatchEvent(new CustomEvent('frame', { detail: { ...frame, id } }));
            }
        };
        if (this.random(8) === 0) {
            answer({ type: 'error', code: 'overloaded', message: 'busy', retryable: true, retryAfterMs: 250 });
            return;
        }
        const settled = this.random(4) > 0;
        if (settled) {
            this.commit(WINDOW);
        }
        const committed = this.log.length;
        const head = { chat: 'c', kind: 'direct', members: [ME, PEER], createdAt: '2026-11-22T00:00:00Z', committed };
        const named = cursors.c !== undefined;
        answer({ type: 'chats', chats: only && !named ? [] : [head] });
        let after = Math.min(cursors.c ?? committed, committed);
        const most = this.random(6) === 0 ? 3 : this.most;
        const end = Math.min(committed, after + most);
        while (after < end) {
            await Promise.resolve();
            const upTo = Math.min(after + 5, end);
            answer({ type: 'entries', chat: 'c', after, upTo, committed, more: upTo < committed, messages: this.log.slice(after, upTo) });
            after = upTo;
        }
        await Promise.resolve();
        answer({ type: 'synced', chats: 1, gone: [], again: settled && end === committed ? [] : ['c'] });
    }

    // What happens.

    /**
     * @param {string} sender
     * @param {string} device
     * @param {string} clientId
     * @param {string} text
     */
    #receive(sender, device, clientId, text) {
        const known = [...this.log, ...this.tail].find((entry) => entry.clientId === clientId);
        if (known) {
            this.#ack(known);
        } else if (this.tail.length < WINDOW) {
            const sentAt = new Date(this.clock.now).toISOString();
            const seq = this.log.length + this.tail.length + 1;
            const entry = { seq, sender, device, clientId, sentAt, text };
            this.tail.push(entry);
            if (device !== 'mine') {
                this.#deliver(this.#message(entry));
            }
        }
    }

    /** @param {any} entry */
    #ack(entry) {
        if (entry.device === 'mine' && entry.seq <= this.log.length) {
            const { clientId, seq, sentAt } = entry;
            this.#deliver({ type: 'ack', chat: 'c', clientId, seq, sentAt, epoch: this.epoch });
        }
    }

    /** @param {any} entry */
    #message(entry) {
        return { type: 'message', chat: 'c', committed: this.log.length, epoch: this.epoch, ...entry };
    }

    /** @param {any} frame */
    #deliver(frame) {
        if (this.state === 'online' && this.random(15) > 0) {
            this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
        } else if (this.random(2) > 0) {
            this.late.push(frame);
        }
    }

    /** One of the frames that were held up comes, perhaps of an owner that is lost. */
    deliverLate() {
        const [frame] = this.late.splice(this.random(this.late.length), 1);
        if (frame && this.state === 'online') {
            this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
        }
    }

    peerWrites() {
        this.#receive('peer', 'theirs', `p${++this.written}`, `from peer ${this.written}`);
    }

    iWrite() {
        this.chats.outbox.add('c', `from me ${++this.written}`);
    }

    commit(count = 1 + this.random(4)) {
        for (const entry of this.tail.slice(0, count)) {
            this.tail.shift();
            this.log.push(entry);
            this.#ack(entry);
        }
        if (this.tail.length === 0 && this.random(2) === 0) {
            this.#deliver({ type: 'committed', chat: 'c', seq: this.log.length, epoch: this.epoch });
        }
    }

    connect() {
        this.state = 'online';
        this.connections++;
        const welcome = { type: 'welcome', session: `s${this.connections}`, maxTextCharacters: 100_000 };
        this.dispatchEvent(new CustomEvent('frame', { detail: welcome }));
        this.dispatchEvent(new Event('online'));
    }

    /**
     * Its node is gone, or only thinks that it is not, and with it what it had not stored; whoever takes over begins after
     * the last durable entry. Our connection may be to another node.
     */
    loseOwner() {
        this.late.push(...this.tail.filter(({ device }) => device !== 'mine').map((entry) => this.#message(entry)));
        this.tail = [];
        this.epoch++;
        if (this.random(2) === 0) {
            this.state = 'waiting';
        }
    }

    step() {
        const what = this.random(22);
        if (what > 19) {
            this.deliverLate();
        } else if (what < 6) {
            this.peerWrites();
        } else if (what < 9) {
            this.iWrite();
        } else if (what < 14) {
            this.commit();
        } else if (what < 15) {
            this.loseOwner();
        } else if (what < 16) {
            this.state = 'waiting';
        } else if (what < 18 && this.state !== 'online') {
            this.connect();
        } else if (what === 18) {
            this.chats.show(this.chats.current ? null : 'c');
        } else {
            return this.clock.pass(this.random(4_000));
        }
        return settled();
    }

    /** Nothing fails any more, and enough time passes. */
    async heal() {
        const { random } = this;
        this.random = (below) => Math.max(1, random(below));
        this.state = 'waiting';
        this.connect();
        await settled();
        this.chats.show('c');
        await settled();
        for (let i = 0; i < 300; i++) {
            this.commit(WINDOW);
            await this.clock.pass(1_000);
            const chat = this.chats.get('c');
            if (chat?.log.hasOlder || chat?.failure) {
                await this.chats.load(chat);
            }
        }
        this.state = 'waiting';
        this.connect();
        await this.clock.pass(60_000);
    }
}

/** The client's idea of the chat is the log, whatever was lost, repeated or replaced on the way. */
export async function afterAnyTroubleTheChatIsExactlyTheLog() {
    for (let seed = 0; seed < SEEDS; seed++) {
        sessionStorage.clear();
        localStorage.clear();
        const clock = new Clock(randomOf(seed));
        await clock.whileInCharge(async () => {
            const world = new World(randomOf(seed), clock);
            for (let i = 0; i < STEPS; i++) {
                await world.step();
            }
            await world.heal();
            const { log } = /** @type {any} */ (world.chats.get('c'));
            const brief = (/** @type {any[]} */ entries) => entries.map(({ seq, text }) => `${seq} ${text}`);
            same(brief(log.entries), brief(world.log), `seed ${seed}: the chat`);
            same(world.chats.outbox.of('c'), [], `seed ${seed}: unsent`);
            const mine = world.log.filter(({ sender }) => sender === 'me').map(({ text }) => Number(text.slice(8)));
            same(mine, [...mine].sort((a, b) => a - b), `seed ${seed}: order of my messages`);
            that(world.syncs > 0, `seed ${seed}: no sync`);
            same(new Set(mine).size, mine.length, `seed ${seed}: my messages, once each`);
            world.chats.close();
        });
    }
}

/** As a sync brings only so much of a chat, the rest is left to the history, from the newest page on. */
export async function whoMissedMoreThanASyncBringsGetsTheNewestPageAndReadsUpwards() {
    sessionStorage.clear();
    localStorage.clear();
    const nothingFails = (/** @type {number} */ below) => Math.min(1, below - 1);
    const clock = new Clock(nothingFails);
    await clock.whileInCharge(async () => {
        const world = new World(nothingFails, clock);
        world.connect();
        await settled();
        world.chats.show('c');
        await settled();
        world.state = 'waiting';
        for (let i = 0; i < 400; i++) {
            world.peerWrites();
            world.commit(1);
        }
        world.most = 20;
        world.connect();
        await settled();
        await clock.pass(5_000);

        const chat = /** @type {any} */ (world.chats.get('c'));
        const seqs = () => chat.log.entries.map((/** @type {any} */ entry) => entry.seq);
        same(seqs(), [394, 395, 396, 397, 398, 399, 400]);
        that(chat.log.hasOlder && !chat.log.needsSync(), 'the newest page, and older ones to be had');
        await world.chats.load(chat);
        same([seqs()[0], seqs().length], [387, 14]);
        world.chats.close();
    });
}

/** The chat in the list, and a client that is online; nobody has opened the chat. */
class Quiet extends EventTarget {
    state = 'online';
    /** @type {any[]} */
    sent = [];

    constructor() {
        super();
        sessionStorage.clear();
        localStorage.clear();
        const info = { id: 'c', kind: 'direct', members: [ME, PEER], memberCount: 2, createdAt: '2026-11-22T00:00:00Z', committed: 0 };
        const page = { messages: [], from: 1, committed: 0, more: false };
        const api = { chats: async () => [info], chat: async () => info, messages: async () => page };
        this.chats = new Chats(/** @type {any} */ (api), /** @type {any} */ (this), ME, 'mine');
    }

    async begin() {
        this.dispatchEvent(new CustomEvent('frame', { detail: { type: 'welcome', session: 's', maxTextCharacters: 10 } }));
        this.dispatchEvent(new Event('online'));
        await settled();
        return /** @type {any} */ (this.chats.get('c'));
    }

    /** @param {any} frame */
    send(frame) {
        this.sent.push(frame);
        return true;
    }

    /**
     * @param {number} seq
     * @param {string} sender
     * @param {string} device
     * @param {any} [more]
     */
    async message(seq, sender, device, more) {
        const entry = { seq, sender, device, clientId: `${device}-${seq}`, sentAt: '2026-11-22T00:00:01Z', text: 'text' };
        const detail = { type: 'message', chat: 'c', committed: seq - 1, epoch: 1, ...entry, ...more };
        this.dispatchEvent(new CustomEvent('frame', { detail }));
        await settled();
    }
}

export async function whatIWroteElsewhereIsNotUnreadNorWhatCameBeforeIt() {
    const clock = new Clock(randomOf(1));
    await clock.whileInCharge(async () => {
        const world = new Quiet();
        const chat = await world.begin();
        await world.message(1, 'peer', 'theirs');
        same(world.chats.unread(chat), 1);
        await world.message(2, 'me', 'my phone');
        same([world.chats.unread(chat), world.chats.totalUnread], [0, 0]);
        await world.message(3, 'peer', 'theirs');
        same(world.chats.unread(chat), 1);
        world.chats.show('c');
        same(world.chats.unreadFrom, 3, 'the mark of what is new');
        world.chats.close();
    });
}

/** It may still be lost, and then nobody else would send it again. */
export async function aMessageThatCameBackProvisionalIsStillToBeSent() {
    const clock = new Clock(randomOf(1));
    await clock.whileInCharge(async () => {
        const world = new Quiet();
        await world.begin();
        world.chats.outbox.add('c', 'text');
        const { clientId } = world.sent.at(-1);
        await world.message(1, 'me', 'mine', { clientId });
        same(world.chats.outbox.of('c').length, 1, 'provisional');
        await world.message(1, 'me', 'mine', { clientId, committed: 1 });
        same(world.chats.outbox.of('c').length, 0, 'durable');
        world.chats.close();
    });
}

export async function whereNothingComesLiveTheListCanBeRead() {
    const clock = new Clock(randomOf(1));
    await clock.whileInCharge(async () => {
        const world = new Quiet();
        world.state = 'connecting';
        world.dispatchEvent(new Event('change'));
        await settled();
        same(world.chats.ready, false);
        world.state = 'waiting';
        world.dispatchEvent(new Event('change'));
        await settled();
        same([world.chats.ready, world.chats.list.length, world.sent], [true, 1, []]);
        world.chats.close();
    });
}
