import type { Clock } from '../environment.ts';
import type { Line } from '../protocol/connection.ts';
import type { Chat } from './chat.ts';

/** A missing entry is often our own ack still on its way, or not durable yet. */
const GAP_MS = 400;
const PROVISIONAL_MS = 2_000;
const PATIENCE_MS = 30_000;
const CURSORS_MS = 3_000;
const MOST_CURSORS = 50;

/**
 * Looks after a chat again in a while if something in it is missing or, on the screen, not yet known to be durable; and tells the
 * server how far this device got, every few seconds at most.
 */
export class Settler {
    readonly #clock: Clock;
    readonly #random: () => number;
    readonly #line: Line;
    readonly #ask: (chat: string) => void;
    readonly #unsettled = new Map<string, number>();
    readonly #cursors = new Map<string, Chat>();
    #telling: number | undefined;
    #shown: string | null = null;

    constructor(clock: Clock, random: () => number, line: Line, ask: (chat: string) => void) {
        this.#clock = clock;
        this.#random = random;
        this.#line = line;
        this.#ask = ask;
    }

    /** @param chat on the screen */
    show(chat: string | null): void {
        this.#shown = chat;
    }

    /** @param misses whether something of it is missing, or may be wrong */
    look(chat: Chat, misses: boolean): void {
        const shown = chat.id === this.#shown && chat.log.hasProvisional;
        const timer = this.#unsettled.get(chat.id);
        if (!misses && !shown) {
            if (timer !== undefined) {
                this.#clock.clearTimeout(timer);
                this.#unsettled.delete(chat.id);
            }
        } else if (timer === undefined) {
            this.#later(chat.id, misses ? GAP_MS : PROVISIONAL_MS);
        }
    }

    #later(chat: string, ms: number): void {
        const wait = Math.min(PATIENCE_MS, ms) * (1 + this.#random() / 2);
        const again = () => {
            if (this.#line.status.state === 'online') {
                this.#ask(chat);
            }
            if (this.#unsettled.has(chat)) {
                this.#later(chat, ms * 2);
            }
        };
        this.#unsettled.set(chat, this.#clock.setTimeout(again, wait));
    }

    tellCursor(chat: Chat): void {
        this.#cursors.set(chat.id, chat);
        this.#telling ??= this.#clock.setTimeout(() => this.#tell(), CURSORS_MS);
    }

    #tell(): void {
        this.#telling = undefined;
        for (const [id, { log }] of [...this.#cursors].slice(0, MOST_CURSORS)) {
            if (!this.#line.send({ type: 'cursor', chat: id, seq: log.confirmedTo })) {
                return; // What comes after the next welcome is told then.
            }
            this.#cursors.delete(id);
        }
        if (this.#cursors.size > 0) {
            this.#telling = this.#clock.setTimeout(() => this.#tell(), CURSORS_MS);
        }
    }

    stop(): void {
        this.#clock.clearTimeout(this.#telling);
        this.#unsettled.forEach((timer) => this.#clock.clearTimeout(timer));
        this.#unsettled.clear();
    }
}
