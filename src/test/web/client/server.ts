import { Chats, type Lead } from '../../../main/web/client/sync/chats.ts';
import type { Environment } from '../../../main/web/client/environment.ts';
import type { Api } from '../../../main/web/client/protocol/api.ts';
import type { Status } from '../../../main/web/client/protocol/connection.ts';
import { type ClientFrame, readFrame, type SendFrame, type SyncFrame } from '../../../main/web/client/protocol/frames.ts';
import type { News } from '../../../main/web/client/sync/leader.ts';
import { MemoryStore } from '../../../main/web/client/store/memory.ts';
import type { Store } from '../../../main/web/client/store/store.ts';
import { randomOf, settled, TestClock } from '../testing.ts';

export const ME = { id: 'me', username: 'me', displayName: 'Me' };

/** A tab whose server says what a test says. */
export class Tab implements Lead {
    status: Status = { state: 'online', doubtful: false, failures: 0, nextAt: 0, restarting: false };
    leading = true;
    readonly name: string;
    readonly sent: ClientFrame[] = [];
    readonly told: News[] = [];
    readonly chats: Chats;
    readonly clock: TestClock;

    constructor({ store = new MemoryStore() as Store, me = ME, device = 'mine', name = 'tab', api = {}, clock = new TestClock() } = {}) {
        this.name = name;
        this.clock = clock;
        const random = randomOf(1);
        const environment = { clock, random: () => random(1_000_000) / 1_000_000 } as unknown as Environment;
        const missing = { people: () => Promise.resolve([]), ...api };
        this.chats = new Chats(environment, missing as unknown as Api, this, store, me, device);
    }

    send(frame: ClientFrame): boolean {
        if (this.status.state === 'online') {
            this.sent.push(frame);
        }
        return this.status.state === 'online';
    }

    tell(news: News): void {
        this.told.push(news);
    }

    async begin(): Promise<void> {
        await this.chats.begin();
        await this.chats.lead();
    }

    /** @param json as it comes over the wire */
    async receive(json: unknown): Promise<void> {
        this.chats.onFrame(readFrame(json));
        await settled();
    }

    /** Connects anew, which begins a sync; answers with its frame. */
    async connect(): Promise<SyncFrame> {
        await this.receive({ type: 'welcome', session: `s${this.sent.length}`, heartbeatSeconds: 25, maxTextCharacters: 100_000 });
        return this.syncs.at(-1)!;
    }

    get syncs(): SyncFrame[] {
        return this.sent.filter((frame): frame is SyncFrame => frame.type === 'sync');
    }

    get sends(): SendFrame[] {
        return this.sent.filter((frame): frame is SendFrame => frame.type === 'send');
    }
}

/** The head of a chat, as it comes over the wire. */
export function head(chat: string, committed: number, more: object = {}): object {
    return { chat, kind: 'direct', members: [{ id: 'me' }, { id: 'you' }], createdAt: '2026-11-22T09:00:00Z', committed, ...more };
}

/** A message, as it comes over the wire in history and sync. */
export function message(seq: number, more: { author?: string; clientId?: string; device?: string } = {}): object {
    const at = new Date(Date.parse('2026-11-22T09:00:00Z') + seq * 1000).toISOString();
    const content = { kind: 'message', text: `text ${seq}` };
    return { seq, messages: seq, author: 'you', device: 'theirs', clientId: `c${seq}`, at, content, ...more };
}

export function live(chat: string, seq: number, committed: number, epoch = 1, more: object = {}): object {
    return { type: 'entry', chat, ...message(seq), committed, epoch, ...more };
}

export async function answer(tab: Tab, sync: SyncFrame, heads: object[], parts: { chat: string; after: number; upTo: number }[]): Promise<void> {
    const { id } = sync;
    await tab.receive({ type: 'chats', id, chats: heads });
    for (const { chat, after, upTo } of parts) {
        const entries = Array.from({ length: upTo - after }, (_, at) => message(after + 1 + at));
        await tab.receive({ type: 'entries', id, chat, after, upTo, committed: upTo, more: false, entries });
    }
    await tab.receive({ type: 'synced', id, chats: heads.length, gone: [], again: [] });
}
