import type { Clock } from '../environment.ts';
import type { Lead } from './chats.ts';

/** Who touched nothing for so long is away. */
const AWAY_MS = 5 * 60_000;
/** Other tabs are told no more often. */
const TOLD_MS = 20_000;

/** Whether the person is here: touches something, in any tab. The tab that leads tells the server when that changes. */
export class Activity {
    readonly #clock: Clock;
    readonly #lead: Lead;
    #away = false;
    #here: number;
    #told = 0;
    #timer: number | undefined;

    constructor(clock: Clock, lead: Lead) {
        this.#clock = clock;
        this.#lead = lead;
        this.#here = clock.now();
    }

    /** The person did something in this tab. */
    touched(): void {
        const now = this.#clock.now();
        if (!this.#lead.leading && now - this.#told > TOLD_MS) {
            this.#told = now;
            this.#lead.tell({ here: true });
        }
        this.here();
    }

    /** The person did something, in whichever tab. */
    here(): void {
        this.#here = this.#clock.now();
        if (this.#away) {
            this.#become(false);
        }
        this.#timer ??= this.#clock.setTimeout(() => this.#look(), AWAY_MS);
    }

    /** Nobody is away on a new connection, unless it is said. */
    welcomed(): void {
        if (this.#away) {
            this.#become(true);
        } else {
            this.#timer ??= this.#clock.setTimeout(() => this.#look(), AWAY_MS);
        }
    }

    #look(): void {
        const left = this.#here + AWAY_MS - this.#clock.now();
        this.#timer = left > 0 ? this.#clock.setTimeout(() => this.#look(), left) : undefined;
        if (left <= 0) {
            this.#become(true);
        }
    }

    #become(away: boolean): void {
        this.#away = away;
        if (this.#lead.leading) {
            this.#lead.send({ type: 'active', id: 'active', away });
        }
    }

    stop(): void {
        this.#clock.clearTimeout(this.#timer);
    }
}
