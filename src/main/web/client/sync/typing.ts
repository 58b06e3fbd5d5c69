import type { Clock } from '../environment.ts';
import type { Line } from '../protocol/connection.ts';

/** Said again no sooner than so; the server passes over what comes within 3 s. */
const AGAIN_MS = 4_000;
/** What was not said again for so long is over. */
const OVER_MS = 6_000;

/** Who is writing right now. Nothing of it is kept, and any of it may be lost. */
export class Typing {
    readonly #clock: Clock;
    readonly #line: Line;
    readonly #changed: (chat: string) => void;
    readonly #others = new Map<string, Map<string, number>>();
    readonly #said = new Map<string, number>();
    #unknown = false;

    constructor(clock: Clock, line: Line, changed: (chat: string) => void) {
        this.#clock = clock;
        this.#line = line;
        this.#changed = changed;
    }

    /** User ids, in the order in which they began. */
    in(chat: string): string[] {
        return [...(this.#others.get(chat)?.keys() ?? [])];
    }

    /** This person writes in a chat. */
    say(chat: string): void {
        const now = this.#clock.now();
        if (!this.#unknown && now - (this.#said.get(chat) ?? 0) >= AGAIN_MS) {
            this.#said.set(chat, now);
            this.#line.send({ type: 'typing', id: 'typing', chat, what: 'text' });
        }
    }

    /** What was being written was sent. */
    sent(chat: string): void {
        this.#said.delete(chat);
    }

    hear(chat: string, user: string): void {
        const others = this.#others.get(chat) ?? new Map<string, number>();
        this.#others.set(chat, others);
        this.#clock.clearTimeout(others.get(user));
        others.set(user, this.#clock.setTimeout(() => this.over(chat, user), OVER_MS));
        this.#changed(chat);
    }

    /** Somebody stopped, or said it. */
    over(chat: string, user: string): void {
        const others = this.#others.get(chat);
        if (others?.has(user)) {
            this.#clock.clearTimeout(others.get(user));
            others.delete(user);
            this.#changed(chat);
        }
    }

    welcomed(): void {
        this.#unknown = false;
    }

    /** @returns whether the server refused to tell others */
    refused(id: string, code: string): boolean {
        this.#unknown ||= id === 'typing' && code === 'unknown_frame_type';
        return id === 'typing';
    }

    stop(): void {
        this.#others.forEach((others) => others.forEach((timer) => this.#clock.clearTimeout(timer)));
    }
}
