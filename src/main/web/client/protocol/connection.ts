import type { Environment } from '../environment.ts';
import { Emitter } from '../events.ts';
import type { Api } from './api.ts';
import { pause } from './backoff.ts';
import type { ClientFrame, ServerFrame } from './frames.ts';
import { Polls } from './polls.ts';
import { Problem } from './problem.ts';
import { openSocket } from './socket.ts';
import type { End, Hearer, Transport } from './transport.ts';

/** From opening the socket to the server's welcome. */
const WELCOME_MS = 10_000;
/** From our ping to anything heard. */
const ANSWER_MS = 5_000;
/** From a frame that is to be answered to our ping, if nothing at all is heard. */
const UNANSWERED_MS = 3_000;
/** From our ping to telling that the connection may be gone. */
const DOUBT_MS = 1_500;
const SIGNED_OUT = 4500;
const RESTARTING = 4002;
/** So long a connection that has to poll is left in peace before a WebSocket is tried again. */
const POLLED_MS = 5 * 60_000;
const HEARTBEAT_MS = 25_000;

/** What a person may be told about the connection. */
export interface Status {
    state: 'stopped' | 'connecting' | 'online' | 'waiting';
    /** An answer is overdue. */
    doubtful: boolean;
    /** Attempts in a row that failed. */
    failures: number;
    /** When the next attempt begins, or 0. */
    nextAt: number;
    /** The server said that it ends, and will be back. */
    restarting: boolean;
}

/** What the rest of the client needs of a connection, its own or that of another tab. */
export interface Line {
    readonly status: Status;
    /** @returns whether there was a connection to hand it to; that it arrives only its answer tells */
    send(frame: ClientFrame): boolean;
}

type Events = { frame: ServerFrame; status: Status; signedOut: undefined };

/**
 * The connection to the server, held until `stop`: reconnects by itself, notices a dead one. Where something on the way
 * refuses WebSockets, long polls take their place; every new connection tries a WebSocket first.
 */
export class Connection extends Emitter<Events> implements Line, Hearer {
    status: Status = { state: 'stopped', doubtful: false, failures: 0, nextAt: 0, restarting: false };

    readonly #environment: Environment;
    readonly #api: Api;
    #transport: Transport | null = null;
    #polling = false;
    #attempt = 0;
    #onlineSince = 0;
    #lastHeard = 0;
    #heartbeatMs = HEARTBEAT_MS;
    #timer: number | undefined;
    #expecting: number | undefined;
    #doubting: number | undefined;

    constructor(environment: Environment, api: Api) {
        super();
        this.#environment = environment;
        this.#api = api;
    }

    start(): void {
        if (this.status.state === 'stopped') {
            void this.#connect();
        }
    }

    stop(): void {
        this.#drop();
        this.#become({ state: 'stopped', nextAt: 0 });
    }

    send(frame: ClientFrame): boolean {
        if (this.status.state !== 'online' || !this.#transport) {
            return false;
        }
        this.#transport.send(frame);
        if (!this.#polling && (frame.type === 'send' || frame.type === 'sync')) {
            // A frozen server leaves the socket open, and would be noticed late by its silence alone.
            this.#expecting ??= this.#environment.clock.setTimeout(() => this.#probe(), UNANSWERED_MS);
        }
        return true;
    }

    /** The network is back or gone, or the person is here again: no reason to wait. */
    wake(): void {
        const { state } = this.status;
        if (state === 'waiting') {
            this.#environment.clock.clearTimeout(this.#timer);
            void this.#connect();
        } else if (state === 'online' && this.#polling) {
            if (this.#environment.clock.now() - this.#onlineSince > POLLED_MS) {
                this.#drop();
                void this.#connect();
            }
        } else if (state === 'online') {
            this.#probe();
        }
    }

    async #connect(): Promise<void> {
        const attempt = ++this.#attempt;
        this.#become({ state: 'connecting', nextAt: 0 });
        try {
            const ticket = await this.#api.ticket();
            if (attempt === this.#attempt) {
                this.#open(ticket);
            }
        } catch (failure) {
            if (attempt === this.#attempt) {
                this.lost({ problem: Problem.of(failure) });
            }
        }
    }

    #open(ticket: string): void {
        let welcomed = false;
        this.#polling = false;
        this.#transport = openSocket(this.#environment, ticket, {
            heard: (frame) => {
                welcomed = true;
                this.heard(frame);
            },
            lost: (end) => (end.refused ? this.#fallBack() : this.lost(end)),
        });
        // A refusal may be silence, but so is a server that hangs: that is for the second attempt to tell.
        this.#timer = this.#environment.clock.setTimeout(
            () => (!welcomed && this.status.failures > 0 ? this.#fallBack() : this.lost({})),
            WELCOME_MS,
        );
    }

    #fallBack(): void {
        this.#drop();
        this.#polling = true;
        this.#transport = new Polls(this.#environment, this.#api, this);
    }

    heard(frame: ServerFrame): void {
        const { clock } = this.#environment;
        clock.clearTimeout(this.#expecting);
        clock.clearTimeout(this.#doubting);
        this.#expecting = undefined;
        this.#doubting = undefined;
        this.#lastHeard = clock.now();
        if (this.status.doubtful) {
            this.#become({ doubtful: false });
        }
        if (frame.type === 'welcome') {
            this.#heartbeatMs = frame.heartbeatSeconds * 1000;
            this.#onlineSince = clock.now();
            clock.clearTimeout(this.#timer);
            if (!this.#polling) {
                this.#listen();
            }
            this.#become({ state: 'online', failures: 0, nextAt: 0, restarting: false });
        }
        if (frame.type !== 'pong') {
            this.emit('frame', frame);
        }
    }

    lost({ code, problem }: End): void {
        if (code === SIGNED_OUT || problem?.status === 401) {
            this.stop();
            this.emit('signedOut', undefined);
            return;
        }
        const { clock, random } = this.#environment;
        const failures = this.status.failures + 1;
        const restarting = code === RESTARTING || problem?.status === 503;
        this.#drop();
        const wait = pause(failures, problem?.retryAfterMs, random);
        this.#timer = clock.setTimeout(() => void this.#connect(), wait);
        this.#become({ state: 'waiting', failures, nextAt: clock.now() + wait, restarting });
    }

    /** Browsers do not show us the server's pings, and a dead network may take minutes to close a socket: so we ask. */
    #listen(): void {
        const { clock } = this.#environment;
        clock.clearTimeout(this.#timer);
        this.#timer = clock.setTimeout(() => {
            if (clock.now() - this.#lastHeard < this.#heartbeatMs) {
                this.#listen();
            } else {
                this.#probe();
            }
        }, this.#heartbeatMs);
    }

    #probe(): void {
        const { clock } = this.#environment;
        const asked = clock.now();
        this.send({ type: 'ping' });
        clock.clearTimeout(this.#timer);
        clock.clearTimeout(this.#doubting);
        this.#doubting = clock.setTimeout(() => this.#become({ doubtful: true }), DOUBT_MS);
        this.#timer = clock.setTimeout(() => (this.#lastHeard >= asked ? this.#listen() : this.lost({})), ANSWER_MS);
    }

    #drop(): void {
        const { clock } = this.#environment;
        this.#attempt++;
        clock.clearTimeout(this.#timer);
        clock.clearTimeout(this.#expecting);
        clock.clearTimeout(this.#doubting);
        this.#expecting = undefined;
        this.#transport?.stop();
        this.#transport = null;
        this.status = { ...this.status, doubtful: false };
    }

    #become(change: Partial<Status>): void {
        this.status = { ...this.status, ...change };
        this.emit('status', this.status);
    }
}
