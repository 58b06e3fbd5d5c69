import type { Clock } from '../environment.ts';
import type { Page, User } from '../protocol/frames.ts';
import type { Change, Store } from '../store/store.ts';
import type { Chat } from './chat.ts';

/** What comes in so long is written together. */
const TOGETHER_MS = 250;

/** Writes down what became final: entries, and together with them up to where everything is held. The tab that leads does it. */
export class Keeper {
    readonly #clock: Clock;
    readonly #store: Store;
    /** Up to where the newest stretch is in the store, and where it begins there. */
    readonly #held = new Map<string, { from: number; to: number }>();
    readonly #told = new Map<string, number>();
    #dirty = new Set<Chat>();
    #changes: Change[] = [];
    #timer: number | undefined;
    #leading = false;

    constructor(clock: Clock, store: Store) {
        this.#clock = clock;
        this.#store = store;
    }

    lead(): void {
        this.#leading = true;
    }

    /** The store had this chat, up to its cursor. */
    holds({ id, log }: Chat): void {
        this.#held.set(id, { from: log.confirmedTo + 1, to: log.confirmedTo });
    }

    /** Whether the server is to be told how far this device got. */
    moved({ id, log }: Chat): boolean {
        const further = log.opened && log.confirmedTo > (this.#told.get(id) ?? 0);
        if (further) {
            this.#told.set(id, log.confirmedTo);
        }
        return further;
    }

    forgetTold(): void {
        this.#told.clear();
    }

    people(people: User[]): void {
        this.#add({ put: 'people', people });
    }

    touched(chat: Chat): void {
        this.#dirty.add(chat);
        this.#soon();
    }

    /** A page of history: whoever asked for it writes it. */
    page(chat: Chat, { from, through, entries }: Page): void {
        const to = Math.min(through, chat.log.confirmedTo);
        if (from <= to) {
            const range = { from, to };
            this.#changes.push({ put: 'entries', chat: chat.id, range, entries: entries.filter(({ seq }) => seq <= to) });
            this.#soon();
        }
    }

    back(chat: Chat, to: number): void {
        this.#held.set(chat.id, { from: to + 1, to });
        this.#add({ drop: 'above', chat: chat.id, seq: to });
    }

    cleared(chat: Chat, through: number): void {
        this.#add({ drop: 'through', chat: chat.id, seq: through });
    }

    #add(change: Change): void {
        if (this.#leading) {
            this.#changes.push(change);
            this.#soon();
        }
    }

    #soon(): void {
        this.#timer ??= this.#clock.setTimeout(() => this.flush(), TOGETHER_MS);
    }

    flush(): void {
        this.#clock.clearTimeout(this.#timer);
        this.#timer = undefined;
        const changes = this.#changes;
        this.#changes = [];
        if (this.#leading) {
            this.#dirty.forEach((chat) => changes.push(...this.#changesOf(chat)));
        }
        this.#dirty = new Set();
        if (changes.length > 0) {
            // Where nothing can be written any more, the client goes on without a memory.
            this.#store.write(changes).catch(() => undefined);
        }
    }

    #changesOf(chat: Chat): Change[] {
        const { id, log, head } = chat;
        const changes: Change[] = [];
        if (log.opened) {
            const held = this.#held.get(id);
            const goesOn = held && held.to >= log.completeFrom - 1 && held.to <= log.confirmedTo;
            const from = goesOn ? held.to + 1 : log.completeFrom;
            if (from <= log.confirmedTo) {
                const range = { from, to: log.confirmedTo };
                changes.push({ put: 'entries', chat: id, range, entries: log.between(from, log.confirmedTo) });
            }
            this.#held.set(id, { from: goesOn ? held.from : from, to: log.confirmedTo });
            const { newest } = chat;
            const final = newest && newest.seq <= log.confirmedTo ? { newest } : {};
            changes.push({ put: 'chat', chat: { head, cursor: log.confirmedTo, ...final } });
        }
        return changes;
    }
}
