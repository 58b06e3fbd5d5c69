import { Problem } from 'rookery/api/problem.js';
import { Polls } from 'rookery/live/polls.js';
import { same } from './check.js';
import { settled } from './clock.js';

/** A server with chats of so many messages; answers a page of two at most. */
class Server {
    /** @type {Record<string, number>} */
    chats_ = { a: 3, b: 0, c: 12 };
    /** @type {((answer: any) => void)[]} */
    polls = [];
    /** @type {any[]} */
    heard = [];
    /** @type {any[]} */
    lost = [];
    /** @type {any} */
    refusal = null;

    begin() {
        const polls = new Polls(/** @type {any} */ (this), (frame) => this.heard.push(frame), (problem) => this.lost.push(problem));
        void polls.start();
        return polls;
    }

    /** @param {string} place */
    poll(place) {
        return new Promise((resolve, reject) => this.polls.push((answer) => (answer ? resolve(answer) : reject(place))));
    }

    async chats() {
        return Promise.all(Object.keys(this.chats_).map((id) => this.chat(id)));
    }

    /** @param {string} id */
    async chat(id) {
        return { id, committed: this.chats_[id] };
    }

    /**
     * @param {string} chat
     * @param {{ after: number }} where
     */
    async messages(chat, { after }) {
        const committed = this.chats_[chat];
        const through = Math.min(after + 2, committed);
        return { messages: [], from: after + 1, through, committed, more: through < committed };
    }

    /**
     * @param {string} chat
     * @param {{ clientId: string }} message
     */
    async send(chat, { clientId }) {
        if (this.refusal) {
            throw this.refusal;
        }
        return { chat, clientId, seq: 1, sentAt: '', epoch: 1 };
    }

    get brief() {
        return this.heard.map(({ type, chat, after, upTo }) => (type === 'entries' ? `${chat} ${after} to ${upTo}` : type));
    }
}

export async function aSyncGoesByTheCursorsThatItNames() {
    const server = new Server();
    const polls = server.begin();
    polls.send({ type: 'sync', id: 's', cursors: { a: 0, b: 4, c: 0, d: 7 }, only: false });
    await settled();
    await settled();
    same(server.brief, ['chats', 'a 0 to 2', 'a 2 to 3', 'b 0 to 0', 'c 0 to 2', 'c 2 to 4', 'c 4 to 6', 'c 6 to 8', 'c 8 to 10', 'synced']);
    const { gone, again, id } = server.heard.at(-1);
    same([gone, again, id], [['d'], ['c'], 's']);

    server.heard = [];
    polls.send({ type: 'sync', id: 't', cursors: { a: 2 }, only: true });
    await settled();
    same(server.brief, ['chats', 'a 2 to 3', 'synced']);
    polls.stop();
}

export async function anAnswerToARequestIsThatOfAFrame() {
    const server = new Server();
    const polls = server.begin();
    const frame = { type: 'send', id: 'x', clientId: 'x', chat: 'a', text: 'text' };
    polls.send(frame);
    await settled();
    same(server.heard.at(-1), { type: 'ack', chat: 'a', clientId: 'x', seq: 1, sentAt: '', epoch: 1 });
    server.refusal = new Problem({ code: 'overloaded', detail: 'busy', retryable: true, retryAfterMs: 250 });
    polls.send(frame);
    await settled();
    const refused = { type: 'error', id: 'x', clientId: 'x', code: 'overloaded', message: 'busy', retryable: true, retryAfterMs: 250 };
    same(server.heard.at(-1), refused);
    polls.stop();
    polls.send(frame);
    await settled();
    same(server.heard.length, 2, 'nothing is heard after the end');
}

export async function pollsGoOnWhereTheLastOneEndedUntilOneFails() {
    const server = new Server();
    server.begin();
    server.polls[0]({ events: [{ type: 'welcome' }], next: 'one' });
    await settled();
    server.polls[1]({ events: [{ type: 'message' }], next: 'two' });
    await settled();
    same(server.brief, ['welcome', 'message']);
    server.polls[2](null);
    await settled();
    same(server.lost, ['two'], 'the place of the poll that failed');
    same(server.polls.length, 3);
}
