import type { Clock } from '../environment.ts';
import { Emitter } from '../events.ts';
import type { Seen } from '../protocol/frames.ts';
import type { Lead } from './chats.ts';

/** The server takes one list a second. */
const TOGETHER_MS = 1_000;
const MOST = 500;

/**
 * Who of the people on the screen is there. Known only while the connection stands, and told by the server for one list of people;
 * the tab that leads names those of all tabs.
 */
export class Presence extends Emitter<{ change: undefined }> {
    readonly #clock: Clock;
    readonly #lead: Lead;
    readonly #seen = new Map<string, Seen>();
    /** By tab, so that each can say anew what it shows. */
    readonly #wanted = new Map<string, string[]>();
    #timer: number | undefined;
    /** An older server does not know of it. */
    #unknown = false;

    constructor(clock: Clock, lead: Lead) {
        super();
        this.#clock = clock;
        this.#lead = lead;
    }

    /** How somebody stands; undefined while that is not known. */
    of(user: string): Seen | undefined {
        return this.#seen.get(user);
    }

    /** Names the people that this tab shows, in place of those it named before. */
    watch(users: string[]): void {
        const wanted = [...new Set(users)].sort();
        if (wanted.join() !== (this.#wanted.get(this.#lead.name) ?? []).join()) {
            this.want(this.#lead.name, wanted);
            if (!this.#lead.leading) {
                this.#lead.tell({ watch: { tab: this.#lead.name, users: wanted } });
            }
        }
    }

    /** A tab shows these people. */
    want(tab: string, users: string[]): void {
        this.#wanted.set(tab, users);
        if (this.#lead.leading) {
            this.#timer ??= this.#clock.setTimeout(() => this.#ask(), TOGETHER_MS);
        }
    }

    /** A new connection knows of no list. */
    welcomed(): void {
        this.#unknown = false;
        this.#ask();
        if (!this.#lead.leading) {
            this.#lead.tell({ watch: { tab: this.#lead.name, users: this.#wanted.get(this.#lead.name) ?? [] } });
        }
    }

    /** Without a connection nobody knows. */
    away(): void {
        if (this.#seen.size > 0) {
            this.#seen.clear();
            this.emit('change', undefined);
        }
    }

    hear(users: Seen[]): void {
        users.forEach((seen) => this.#seen.set(seen.user, seen));
        this.emit('change', undefined);
    }

    /** @returns whether the server refused what this asked for */
    refused(id: string, code: string): boolean {
        if (id !== this.#id) {
            return false;
        }
        this.#unknown = code === 'unknown_frame_type';
        return true;
    }

    get #id(): string {
        return `watch-${this.#lead.name}`;
    }

    #ask(): void {
        this.#clock.clearTimeout(this.#timer);
        this.#timer = undefined;
        const users = [...new Set([...this.#wanted.values()].flat())].slice(0, MOST);
        if (this.#lead.leading && !this.#unknown && this.#wanted.size > 0) {
            this.#lead.send({ type: 'watch', id: this.#id, users });
        }
    }

    stop(): void {
        this.#clock.clearTimeout(this.#timer);
    }
}
