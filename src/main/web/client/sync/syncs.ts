import type { Clock } from '../environment.ts';
import { pause } from '../protocol/backoff.ts';
import type { ChatHead, ClientFrame, EntriesFrame, ErrorFrame, ServerFrame, SyncedFrame } from '../protocol/frames.ts';

/** From the last frame of an answer to the next. */
const ANSWER_MS = 20_000;
/** In one frame; the rest is named in another. */
const MOST_CURSORS = 5_000;

type Cursors = Record<string, number | null>;

/** What is done with the answers; each call ends before the next begins. */
export interface Taker {
    /**
     * The cursors of these chats, or of all that have one; null for what is newest of a chat. From here on only what comes now
     * counts above them.
     */
    ask(chats: string[] | null): Cursors;
    /** Which heads of these chats are held. */
    versions(chats: string[]): Record<string, string>;
    heads(heads: ChatHead[]): void;
    /** @param back the cursor was above the head of the chat */
    entries(frame: EntriesFrame, back: boolean): void;
    over(end: SyncedFrame, asked: Cursors): void;
}

/**
 * Asks for what was missed by the frame `sync`: for all chats after every welcome, for single ones when something in them is
 * missing. One at a time; repeated until it is answered, and for chats that the answer says to ask for again.
 */
export class Syncs {
    readonly #send: (frame: ClientFrame) => boolean;
    readonly #taker: Taker;
    readonly #clock: Clock;
    readonly #random: () => number;
    /** Answers of other tabs come too, over the same connection. */
    readonly #prefix: string;
    #running: { id: string; all: boolean; asked: Cursors } | null = null;
    #allWanted = false;
    readonly #wanted = new Set<string>();
    #session = '';
    #resume = '';
    #count = 0;
    #failures = 0;
    /** While an answer is awaited, or a pause. */
    #timer: number | undefined;

    constructor(name: string, clock: Clock, random: () => number, send: (frame: ClientFrame) => boolean, taker: Taker) {
        this.#prefix = `sync-${name}-`;
        this.#clock = clock;
        this.#random = random;
        this.#send = send;
        this.#taker = taker;
    }

    get running(): boolean {
        return this.#running !== null;
    }

    /** @param session of a new connection, which takes the place of the one before */
    begin(session: string): void {
        this.stop();
        this.#failures = 0;
        this.#wanted.clear();
        this.#allWanted = true;
        if (session !== this.#session) {
            this.#resume = this.#session;
            this.#session = session;
        }
        this.#next();
    }

    /** @param chat in which something is missing, or may be wrong */
    ask(chat: string): void {
        this.#wanted.add(chat);
        this.#next();
    }

    stop(): void {
        this.#clock.clearTimeout(this.#timer);
        this.#timer = undefined;
        this.#running = null;
    }

    /** @returns whether it answers a sync, if only an old one */
    onFrame(frame: ServerFrame): boolean {
        const id = 'id' in frame ? frame.id : undefined;
        if (!id?.startsWith('sync-')) {
            return false;
        }
        const running = this.#running;
        if (running?.id === id) {
            this.#awaitAnswer();
            this.#take(frame, running);
        }
        return true;
    }

    #take(frame: ServerFrame, { asked }: { asked: Cursors }): void {
        switch (frame.type) {
            case 'chats':
                this.#taker.heads(frame.chats);
                break;
            case 'entries':
                this.#taker.entries(frame, frame.after < (asked[frame.chat] ?? 0));
                break;
            case 'synced':
                this.#taker.over(frame, asked);
                this.#over(frame.again);
                break;
            case 'error':
                this.#failed(frame);
                break;
        }
    }

    #over(again: string[]): void {
        this.stop();
        again.forEach((chat) => this.#wanted.add(chat));
        if (again.length > 0) {
            this.#pause();
        } else {
            this.#failures = 0;
            this.#next();
        }
    }

    #failed({ retryable, retryAfterMs }: Pick<ErrorFrame, 'retryable' | 'retryAfterMs'>): void {
        const failed = this.#running;
        this.stop();
        if (failed && retryable) {
            this.#allWanted ||= failed.all;
            Object.keys(failed.asked).forEach((chat) => this.#wanted.add(chat));
        }
        this.#pause(retryAfterMs);
    }

    #pause(atLeast?: number): void {
        this.#clock.clearTimeout(this.#timer);
        this.#timer = this.#clock.setTimeout(() => {
            this.#timer = undefined;
            this.#next();
        }, pause(++this.#failures, atLeast, this.#random));
    }

    #awaitAnswer(): void {
        this.#clock.clearTimeout(this.#timer);
        this.#timer = this.#clock.setTimeout(() => this.#failed({ retryable: true }), ANSWER_MS);
    }

    #next(): void {
        if (this.#timer !== undefined || (!this.#allWanted && this.#wanted.size === 0)) {
            return;
        }
        const all = this.#allWanted;
        const cursors = Object.entries(this.#taker.ask(all ? null : [...this.#wanted]));
        const asked: Cursors = Object.fromEntries(cursors.slice(0, MOST_CURSORS));
        const id = this.#prefix + ++this.#count;
        const resume = this.#resume ? { resume: this.#resume } : {};
        const versions = this.#taker.versions(Object.keys(asked));
        if (this.#send({ type: 'sync', id, cursors: asked, versions, only: !all, people: true, ...resume })) {
            this.#resume = '';
            this.#allWanted = false;
            this.#wanted.clear();
            cursors.slice(MOST_CURSORS).forEach(([chat]) => this.#wanted.add(chat));
            this.#running = { id, all, asked };
            this.#awaitAnswer();
        }
    }
}
