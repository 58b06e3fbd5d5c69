import type { Clock } from '../environment.ts';
import type { Api } from '../protocol/api.ts';
import type { User } from '../protocol/frames.ts';

/** Names that are missing are asked for together. */
const TOGETHER_MS = 100;

/** Who the people are that frames name by their ids. */
export class People {
    readonly #api: Api;
    readonly #clock: Clock;
    readonly #learnt: (people: User[]) => void;
    readonly #people = new Map<string, User>();
    readonly #asked = new Set<string>();
    #missing: string[] = [];

    constructor(api: Api, clock: Clock, me: User, learnt: (people: User[]) => void) {
        this.#api = api;
        this.#clock = clock;
        this.#learnt = learnt;
        this.#people.set(me.id, me);
    }

    restore(people: User[]): void {
        people.forEach((user) => this.#people.set(user.id, user));
    }

    learn(people: User[]): void {
        const changed = people.filter((user) => JSON.stringify(this.#people.get(user.id)) !== JSON.stringify(user));
        if (changed.length > 0) {
            this.restore(changed);
            this.#learnt(changed);
        }
    }

    /** @returns undefined while it is not known; then it is asked for */
    get(id: string): User | undefined {
        const known = this.#people.get(id);
        if (!known && !this.#asked.has(id)) {
            this.#asked.add(id);
            if (this.#missing.push(id) === 1) {
                this.#clock.setTimeout(() => void this.#ask(), TOGETHER_MS);
            }
        }
        return known;
    }

    async #ask(): Promise<void> {
        const ids = this.#missing.filter((id) => !this.#people.has(id));
        this.#missing = [];
        if (ids.length > 0) {
            try {
                this.learn(await this.#api.people(ids));
            } catch {
                // They stay without a name until they come up again.
                ids.forEach((id) => this.#asked.delete(id));
            }
        }
    }
}
