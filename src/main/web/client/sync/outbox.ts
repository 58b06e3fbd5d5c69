import { type Clock, randomName } from '../environment.ts';
import { Emitter } from '../events.ts';
import type { ClientFrame, Content, Refusal } from '../protocol/frames.ts';
import type { Change, Letter } from '../store/store.ts';
import { pause } from '../protocol/backoff.ts';

/** Without an answer for so long on a living connection a frame is sent again. */
const ANSWER_MS = 15_000;
/** Chats in which something is sent at once. */
const MOST_CHATS = 8;
/** What was wanted is so already. */
const DONE = ['no_change', 'target_deleted'];
/** Told as the reason of a failure. */
export const INTERRUPTED = 'interrupted';

/** What another tab has to be told of the outbox that both share. */
export type OutboxNews = { letter: Letter } | { gone: string } | { refused: Refused };

/** A change that the server does not take, and why. */
export interface Refused {
    letter: Letter;
    code: string;
    message: string;
}

type Events = { change: string; news: OutboxNews; refused: Refused };

/**
 * Messages on their way. One of each chat is in flight at a time, so they are stored in the order they were written; one that is
 * refused holds up no other. Each is in the store before it is shown, and leaves it only by the server's answer, by being found
 * in the log, or by the person's wish.
 *
 * Every tab shows it; the one that leads sends.
 */
export class Outbox extends Emitter<Events> {
    readonly #device: string;
    readonly #clock: Clock;
    readonly #random: () => number;
    readonly #send: (frame: ClientFrame) => boolean;
    readonly #write: (changes: Change[]) => Promise<void>;
    #letters: Letter[] = [];
    readonly #inFlight = new Map<string, { clientId: string; timer: number }>();
    readonly #failures = new Map<string, number>();
    #leading = false;

    /** @param device this one */
    constructor(
        device: string,
        clock: Clock,
        random: () => number,
        send: (frame: ClientFrame) => boolean,
        write: (changes: Change[]) => Promise<void>,
    ) {
        super();
        this.#device = device;
        this.#clock = clock;
        this.#random = random;
        this.#send = send;
        this.#write = write;
    }

    /** @param letters as the store has them */
    restore(letters: Letter[]): void {
        const known = new Set(this.#letters.map(({ clientId }) => clientId));
        const kept = letters.filter(({ clientId }) => !known.has(clientId)).map((letter) => this.#ours(letter));
        this.#letters = [...kept, ...this.#letters];
    }

    /** What another device of the person sent can't be repeated, but only be sent as something new. */
    #ours(letter: Letter): Letter {
        return (letter.triedBy ?? this.#device) === this.#device ? letter : { ...letter, triedBy: undefined, failure: INTERRUPTED };
    }

    /** @param leading whether this tab sends what all of them write */
    lead(leading: boolean): void {
        this.#leading = leading;
        if (!leading) {
            this.stop();
        }
    }

    get size(): number {
        return this.#letters.length;
    }

    of(chat: string): Letter[] {
        return this.#letters.filter((letter) => letter.chat === chat);
    }

    find(clientId: string): Letter | undefined {
        return this.#letters.find((letter) => letter.clientId === clientId);
    }

    /** Whether a message is being sent, not only waiting. */
    isInFlight({ chat, clientId }: Letter): boolean {
        return this.#inFlight.get(chat)?.clientId === clientId;
    }

    /** How many messages of a chat may be in its log without our knowing. */
    unanswered(chat: string): number {
        return this.#inFlight.has(chat) ? 1 : 0;
    }

    /** Writes something down, and a message empties the draft it was written in; it is sent as soon as it can be. */
    async add(chat: string, content: Content): Promise<Letter> {
        const letter: Letter = { chat, clientId: randomName(), content, at: new Date(this.#clock.now()).toISOString(), failure: '' };
        const emptied = content.kind === 'message' ? [{ put: 'draft', chat, text: '' } as const] : [];
        await this.#write([{ put: 'letter', letter }, ...emptied]);
        this.#take(letter);
        this.emit('news', { letter });
        return letter;
    }

    /** A message that was refused is sent once more. */
    async retry(clientId: string): Promise<void> {
        const failed = this.find(clientId);
        if (failed?.failure) {
            const { code: _, ...letter } = failed;
            await this.#replace({ ...letter, failure: '' });
        }
    }

    /**
     * It is in the log, or the person gave it up.
     *
     * @returns the message, if it was there
     */
    remove(clientId: string): Letter | undefined {
        const letter = this.#forget(clientId);
        if (letter) {
            void this.#write([{ drop: 'letter', clientId }]);
            this.emit('news', { gone: clientId });
        }
        return letter;
    }

    /** Another tab did something with it. */
    hear(news: OutboxNews): void {
        if ('gone' in news) {
            this.#forget(news.gone);
        } else if ('refused' in news) {
            this.emit('refused', news.refused);
        } else {
            this.#take(news.letter);
        }
    }

    refused(clientId: string, { code, message, retryable, retryAfterMs }: Refusal): void {
        const letter = this.find(clientId);
        if (!letter || !this.#leading) {
            return;
        }
        if (retryable) {
            const failures = (this.#failures.get(letter.chat) ?? 0) + 1;
            this.#failures.set(letter.chat, failures);
            this.#wait(letter, pause(failures, retryAfterMs, this.#random));
        } else if (letter.content.kind === 'message') {
            void this.#replace({ ...letter, failure: message, code });
        } else {
            // A change that is not taken leaves no trace but the word that it was not.
            this.remove(clientId);
            if (!DONE.includes(code)) {
                const refused = { letter, code, message };
                this.emit('refused', refused);
                this.emit('news', { refused });
            }
        }
    }

    /** A new connection: what the last one took with it is sent again. */
    resend(): void {
        this.stop();
        this.#failures.clear();
        this.#fill();
    }

    stop(): void {
        this.#inFlight.forEach(({ timer }) => this.#clock.clearTimeout(timer));
        this.#inFlight.clear();
    }

    async #replace(letter: Letter): Promise<void> {
        await this.#write([{ put: 'letter', letter }]);
        this.#take(letter);
        this.emit('news', { letter });
    }

    #take(letter: Letter): void {
        const known = this.#letters.findIndex(({ clientId }) => clientId === letter.clientId);
        this.#letters = known < 0 ? [...this.#letters, letter] : this.#letters.map((other, at) => (at === known ? letter : other));
        if (letter.failure) {
            this.#landed(letter);
        } else {
            this.#next(letter.chat);
        }
        this.emit('change', letter.chat);
    }

    #forget(clientId: string): Letter | undefined {
        const letter = this.find(clientId);
        if (letter) {
            this.#letters = this.#letters.filter((other) => other !== letter);
            this.#failures.delete(letter.chat);
            this.#landed(letter);
            this.emit('change', letter.chat);
        }
        return letter;
    }

    #fill(): void {
        for (const chat of new Set(this.#letters.map((letter) => letter.chat))) {
            this.#next(chat);
        }
    }

    #next(chat: string): void {
        const letter = this.#letters.find((other) => other.chat === chat && !other.failure);
        if (!letter || !this.#leading || this.#inFlight.has(chat) || this.#inFlight.size >= MOST_CHATS) {
            return;
        }
        const { clientId, content } = letter;
        if (this.#send({ type: 'send', id: clientId, chat, clientId, content })) {
            if (letter.triedBy !== this.#device) {
                letter.triedBy = this.#device;
                void this.#write([{ put: 'letter', letter }]);
            }
            this.#wait(letter, ANSWER_MS);
            this.emit('change', chat);
        }
    }

    /** @param ms until it is sent again */
    #wait({ chat, clientId }: Letter, ms: number): void {
        this.#clock.clearTimeout(this.#inFlight.get(chat)?.timer);
        const again = () => {
            this.#inFlight.delete(chat);
            this.#next(chat);
        };
        this.#inFlight.set(chat, { clientId, timer: this.#clock.setTimeout(again, ms) });
    }

    #landed({ chat, clientId }: Letter): void {
        const flight = this.#inFlight.get(chat);
        if (flight?.clientId === clientId) {
            this.#clock.clearTimeout(flight.timer);
            this.#inFlight.delete(chat);
            this.#fill();
        }
    }
}
