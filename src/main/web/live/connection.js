import { pause } from './backoff.js';
import { Polls } from './polls.js';

const PROTOCOL = 'rookery.v1';
/** From opening the socket to the server's welcome. */
const WELCOME_MS = 10_000;
/** From our ping to anything heard. */
const ANSWER_MS = 5_000;
/** From a frame that is to be answered to our ping, if nothing at all is heard. */
const UNANSWERED_MS = 3_000;
/** A connection that held so long ends the series of failures. */
const SETTLED_MS = 10_000;
const SIGNED_OUT = 4500;
/** So long a connection that has to poll is left in peace before a WebSocket is tried again. */
const POLLED_MS = 5 * 60_000;

/**
 * The WebSocket to the server, held open until `stop`: reconnects by itself, notices a dead one. Where something on the way
 * refuses it, long polls take its place; every new connection tries a WebSocket first.
 *
 * Events: 'change' when `state` changed; 'online' after each welcome, when what was missed can be fetched; 'frame' with
 * the frame as detail; 'signedout' when the server says that this device was signed out.
 */
export class Connection extends EventTarget {
    /** @type {'stopped' | 'connecting' | 'online' | 'waiting'} */
    state = 'stopped';

    #api;
    /** @type {WebSocket | null} */
    #socket = null;
    /** @type {Polls | null} */
    #polls = null;
    #attempt = 0;
    #failures = 0;
    #onlineSince = 0;
    #lastHeard = 0;
    #heartbeatMs = 25_000;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #expecting;
    #wake = () => this.#onWake();

    /** @param {import('../api/api.js').Api} api */
    constructor(api) {
        super();
        this.#api = api;
    }

    start() {
        addEventListener('online', this.#wake);
        document.addEventListener('visibilitychange', this.#wake);
        void this.#connect();
    }

    stop() {
        removeEventListener('online', this.#wake);
        document.removeEventListener('visibilitychange', this.#wake);
        this.#drop();
        this.#become('stopped');
    }

    /**
     * @param {{ type: string }} frame
     * @returns {boolean} whether there was a connection to hand it to; that it arrives only its answer tells
     */
    send(frame) {
        if (this.state !== 'online') {
            return false;
        }
        if (this.#polls) {
            this.#polls.send(frame);
            return true;
        }
        this.#socket?.send(JSON.stringify(frame));
        if (frame.type === 'send' || frame.type === 'sync') {
            this.#expect();
        }
        return true;
    }

    /** A frozen server leaves the socket open, and would be noticed late by its silence alone. */
    #expect() {
        this.#expecting ??= setTimeout(() => this.#probe(), UNANSWERED_MS);
    }

    #heardSomething() {
        clearTimeout(this.#expecting);
        this.#expecting = undefined;
        this.#lastHeard = Date.now();
    }

    async #connect() {
        const attempt = ++this.#attempt;
        this.#become('connecting');
        try {
            const { ticket } = await this.#api.ticket();
            if (attempt === this.#attempt) {
                this.#open(ticket);
            }
        } catch (problem) {
            if (attempt === this.#attempt) {
                this.#lost(problem?.retryAfterMs);
            }
        }
    }

    /** @param {string} ticket */
    #open(ticket) {
        const address = new URL('/v1/ws', location.href);
        address.protocol = address.protocol.replace('http', 'ws');
        address.hash = '';
        const socket = new WebSocket(address, [PROTOCOL, ticket]);
        this.#socket = socket;
        socket.onmessage = ({ data }) => this.#heard(JSON.parse(data));
        let refused = true;
        socket.onopen = () => (refused = false);
        socket.onclose = ({ code }) => (refused ? this.#fallBack() : this.#closed(code));
        // A refusal may be silence, but so is a server that hangs: that is for the second attempt to tell.
        this.#timer = setTimeout(() => (refused && this.#failures > 0 ? this.#fallBack() : this.#lost()), WELCOME_MS);
    }

    #fallBack() {
        this.#drop();
        this.#polls = new Polls(
            this.#api,
            (frame) => this.#heard(frame),
            (problem) => this.#lost(problem?.retryAfterMs),
        );
        void this.#polls.start();
    }

    /** @param {any} frame */
    #heard(frame) {
        this.#heardSomething();
        if (frame.type === 'welcome') {
            this.#heartbeatMs = frame.heartbeatSeconds * 1000;
            this.#onlineSince = Date.now();
            if (this.#socket) {
                this.#listen();
            }
            this.#become('online');
            this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
            this.dispatchEvent(new Event('online'));
        } else if (frame.type !== 'pong') {
            this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
        }
    }

    /** @param {number} code */
    #closed(code) {
        if (code === SIGNED_OUT) {
            this.stop();
            this.dispatchEvent(new Event('signedout'));
        } else {
            this.#lost();
        }
    }

    /** Browsers do not show us the server's pings, and a dead network may take minutes to close a socket: so we ask. */
    #listen() {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => {
            if (Date.now() - this.#lastHeard < this.#heartbeatMs) {
                this.#listen();
            } else {
                this.#probe();
            }
        }, this.#heartbeatMs);
    }

    #probe() {
        const asked = Date.now();
        this.send({ type: 'ping' });
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => (this.#lastHeard >= asked ? this.#listen() : this.#lost()), ANSWER_MS);
    }

    /** The network is back, or the person is: no reason to wait. */
    #onWake() {
        if (document.hidden) {
            return;
        }
        if (this.state === 'waiting') {
            clearTimeout(this.#timer);
            void this.#connect();
        } else if (this.#polls) {
            if (Date.now() - this.#onlineSince > POLLED_MS) {
                this.#drop();
                void this.#connect();
            }
        } else if (this.state === 'online') {
            this.#probe();
        }
    }

    /** @param {number} [atLeast] */
    #lost(atLeast) {
        const settled = this.state === 'online' && Date.now() - this.#onlineSince > SETTLED_MS;
        this.#failures = settled ? 0 : this.#failures + 1;
        this.#drop();
        this.#timer = setTimeout(() => void this.#connect(), pause(this.#failures, atLeast));
        this.#become('waiting');
    }

    #drop() {
        this.#attempt++;
        clearTimeout(this.#timer);
        clearTimeout(this.#expecting);
        this.#expecting = undefined;
        this.#polls?.stop();
        this.#polls = null;
        if (this.#socket) {
            this.#socket.onopen = null;
            this.#socket.onmessage = null;
            this.#socket.onclose = null;
            this.#socket.close();
            this.#socket = null;
        }
    }

    /** @param {Connection['state']} state */
    #become(state) {
        if (this.state !== state) {
            this.state = state;
            this.dispatchEvent(new Event('change'));
        }
    }
}
