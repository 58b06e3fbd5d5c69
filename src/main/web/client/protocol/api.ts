import type { AckFrame, ChatHead, Page, SendFrame, User } from './frames.ts';
import { readAck, readHead, readPage, writeSend } from './frames.ts';
import type { Patience } from './rest.ts';

const POLL_SECONDS = 25;
const POLL_GRACE_SECONDS = 10;
const MOST_LOOKED_UP = 200;

type Request = (method: string, path: string, body?: unknown, patience?: Patience) => Promise<any>;

export type Place = { before: number } | { after: number } | { around: number } | Record<string, never>;

/** A device that is signed in to the account. */
export interface Device {
    id: string;
    name: string;
    createdAt: string;
    current: boolean;
}

/** The REST interface, for whoever is signed in. Every method rejects with a Problem. */
export class Api {
    readonly #request: Request;

    constructor(request: Request) {
        this.#request = request;
    }

    /** All chats, in no useful order, and the people that the list names. */
    async chats(): Promise<{ heads: ChatHead[]; people: User[] }> {
        const heads: ChatHead[] = [];
        const people: User[] = [];
        let after = '';
        do {
            const page = await this.#request('GET', `/v1/chats?limit=100${after}`);
            for (const chat of page.chats) {
                heads.push(readHead({ ...chat, chat: chat.id }));
                people.push(...chat.members);
            }
            after = page.next ? `&after=${encodeURIComponent(page.next)}` : '';
        } while (after);
        return { heads, people };
    }

    async chat(chat: string): Promise<{ head: ChatHead; people: User[] }> {
        const found = await this.#request('GET', `/v1/chats/${encodeURIComponent(chat)}`);
        return { head: readHead({ ...found, chat }), people: found.members };
    }

    /** The chat with this user; made if there was none. */
    async openChat(username: string): Promise<string> {
        return (await this.#request('POST', '/v1/chats', { username })).id;
    }

    /** A group of these people and who is signed in; the same for every repeat with this clientId. */
    async openGroup(group: { clientId: string; members: string[]; title?: string }): Promise<string> {
        return (await this.#request('POST', '/v1/chats', group)).id;
    }

    async people(ids: string[]): Promise<User[]> {
        const found: User[] = [];
        for (let from = 0; from < ids.length; from += MOST_LOOKED_UP) {
            const answer = await this.#request('POST', '/v1/users/lookup', { users: ids.slice(from, from + MOST_LOOKED_UP) });
            found.push(...answer.users);
        }
        return found;
    }

    /** A page of history: the newest, or the one before, after or around a seq. */
    async history(chat: string, where: Place, limit: number): Promise<Page> {
        const query = new URLSearchParams({ limit: String(limit) });
        Object.entries(where).forEach(([name, value]) => query.set(name, String(value)));
        return readPage(await this.#request('GET', `/v1/chats/${encodeURIComponent(chat)}/messages?${query}`));
    }

    /** Forgets the history of a chat for this person, on all devices. */
    clear(chat: string, through: number): Promise<void> {
        return this.#request('DELETE', `/v1/chats/${encodeURIComponent(chat)}/messages?through=${through}`);
    }

    /** Sends; the same as often as it takes to be answered. */
    async send(frame: SendFrame): Promise<AckFrame> {
        const path = `/v1/chats/${encodeURIComponent(frame.chat)}/messages`;
        return readAck(await this.#request('POST', path, writeSend(frame)));
    }

    moveCursors(cursors: Record<string, number>): Promise<unknown> {
        return this.#request('POST', '/v1/cursors', { cursors });
    }

    /**
     * What happened since, or as soon as something does.
     *
     * @param place where the last poll ended; empty for none
     */
    poll(place: string, signal: AbortSignal): Promise<{ events: unknown[]; next: string }> {
        // The first answer comes as soon as the session stands.
        const query = place ? `?wait=${POLL_SECONDS}&after=${encodeURIComponent(place)}` : '?wait=0';
        const timeoutMs = (POLL_SECONDS + POLL_GRACE_SECONDS) * 1000;
        return this.#request('GET', `/v1/events${query}`, undefined, { timeoutMs, signal });
    }

    /** Good for one WebSocket, for some seconds. */
    async ticket(): Promise<string> {
        return (await this.#request('POST', '/v1/ws-tickets')).ticket;
    }

    async devices(): Promise<Device[]> {
        return (await this.#request('GET', '/v1/devices')).devices;
    }

    signOutDevice(id: string): Promise<unknown> {
        return this.#request('DELETE', `/v1/devices/${encodeURIComponent(id)}`);
    }
}
