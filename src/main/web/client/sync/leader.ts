import { type Environment, randomName } from '../environment.ts';
import { Emitter } from '../events.ts';
import type { Api } from '../protocol/api.ts';
import { Connection, type Line, type Status } from '../protocol/connection.ts';
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts';
import type { OutboxNews } from './outbox.ts';

/** What tabs tell each other beside frames. */
export type News =
    | { outbox: OutboxNews }
    /** With what was in it where it was sent. */
    | { draft: { chat: string; text: string; sent?: string } }
    | { read: { chat: string; seq: number } }
    | { watch: { tab: string; users: string[] } }
    /** The person does something there. */
    | { here: true };

type Message = { to?: string } & (
    | { hello: string }
    | { status: Status }
    | { frame: ServerFrame }
    | { send: ClientFrame }
    | { wake: true }
    | { news: News }
);

type Events = { frame: ServerFrame; status: Status; signedOut: undefined; leading: boolean; news: News };

const AWAY: Status = { state: 'connecting', doubtful: false, failures: 0, nextAt: 0, restarting: false };

/**
 * The tabs of a browser that are signed in as one device, and the one connection they have. One of them leads: it holds a lock
 * and the connection, tells the others every frame, and sends theirs. When it closes, the next one gets the lock. Without
 * locks each tab leads itself.
 */
export class Tabs extends Emitter<Events> implements Line {
    leading = false;
    /** Of this tab among the others. */
    readonly name = randomName().slice(0, 8);

    readonly #connection: Connection;
    readonly #channel: BroadcastChannel | undefined;
    readonly #locks: LockManager | undefined;
    readonly #lock: string;
    readonly #stopped = new AbortController();
    #release: () => void = () => undefined;
    #status: Status = AWAY;
    #welcome: ServerFrame | null = null;

    constructor(environment: Environment, api: Api, device: string) {
        super();
        this.#connection = new Connection(environment, api);
        this.#locks = environment.BroadcastChannel && environment.locks;
        this.#lock = `rookery.leader.${device}`;
        this.#channel = environment.BroadcastChannel && new environment.BroadcastChannel(`rookery.tabs.${device}`);
        if (this.#channel) {
            this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data);
        }
        this.#connection.on('frame', (frame) => this.#onFrame(frame));
        this.#connection.on('status', (status) => this.#onStatus(status));
        this.#connection.on('signedOut', () => this.emit('signedOut', undefined));
    }

    get status(): Status {
        return this.#status;
    }

    start(): void {
        if (!this.#locks) {
            this.#lead();
            return;
        }
        const held = () =>
            new Promise<void>((resolve) => {
                this.#release = resolve;
                this.#lead();
            });
        this.#locks.request(this.#lock, { signal: this.#stopped.signal }, held).catch(() => undefined);
        this.#tell({ hello: this.name });
    }

    stop(): void {
        this.#stopped.abort();
        this.#connection.stop();
        this.#release();
        this.#channel?.close();
    }

    send(frame: ClientFrame): boolean {
        if (this.leading) {
            return this.#connection.send(frame);
        }
        if (this.#status.state !== 'online') {
            return false;
        }
        this.#tell({ send: frame });
        return true;
    }

    /** The network is back or gone, or the person is here again. */
    wake(): void {
        if (this.leading) {
            this.#connection.wake();
        } else {
            this.#tell({ wake: true });
        }
    }

    tell(news: News): void {
        this.#tell({ news });
    }

    #lead(): void {
        if (!this.#stopped.signal.aborted) {
            this.leading = true;
            this.#status = this.#connection.status;
            this.emit('leading', true);
            this.#connection.start();
        }
    }

    #onFrame(frame: ServerFrame): void {
        if (frame.type === 'welcome') {
            this.#welcome = frame;
        }
        if (this.#locks) {
            this.#tell({ frame });
        }
        this.emit('frame', frame);
    }

    #onStatus(status: Status): void {
        this.#status = status;
        if (this.#locks) {
            this.#tell({ status });
        }
        this.emit('status', status);
    }

    #hear(message: Message): void {
        if (message.to !== undefined && message.to !== this.name) {
            return;
        }
        if ('news' in message) {
            this.emit('news', message.news);
        } else if (this.leading) {
            this.#hearFollower(message);
        } else if ('frame' in message) {
            this.emit('frame', message.frame);
        } else if ('status' in message) {
            this.#status = message.status;
            this.emit('status', message.status);
        }
    }

    #hearFollower(message: Message): void {
        if ('send' in message) {
            this.#connection.send(message.send);
        } else if ('wake' in message) {
            this.#connection.wake();
        } else if ('hello' in message && this.#locks) {
            const to = message.hello;
            this.#tell({ status: this.#status, to });
            if (this.#welcome && this.#status.state === 'online') {
                this.#tell({ frame: this.#welcome, to });
            }
        }
    }

    #tell(message: Message): void {
        if (!this.#stopped.signal.aborted) {
            this.#channel?.postMessage(message);
        }
    }
}
