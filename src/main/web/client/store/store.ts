import type { ChatHead, Content, Entry, User } from '../protocol/frames.ts';

/** A stretch of a chat's log in which nothing is missing, both ends included. */
export interface Range {
    from: number;
    to: number;
}

/** A chat as it is kept: what a list shows of it, and up to where everything is held for good. */
export interface StoredChat {
    head: ChatHead;
    newest?: Entry;
    cursor: number;
}

/** Something to be sent that the server has not acknowledged. */
export interface Letter {
    chat: string;
    /** Stays the same for every attempt, so that none of them is stored twice. */
    clientId: string;
    content: Content;
    /** When it was written, by this device's clock. */
    at: string;
    /** Why it was refused for good, in the server's words; or empty. */
    failure: string;
    /** And by the code of that. */
    code?: string;
    /** The device that sent it, if one did. */
    triedBy?: string | undefined;
}

/** Everything but the entries: what a client begins with. */
export interface Beginning {
    chats: StoredChat[];
    people: User[];
    /** In the order they were written. */
    letters: Letter[];
    /** By chat. */
    drafts: Record<string, string>;
    /** Up to where this device read, by chat. */
    reads: Record<string, number>;
}

/** One thing to be written; those of one call are written together or not at all. */
export type Change = Put | Drop;

export type Put =
    | { put: 'chat'; chat: StoredChat }
    | { put: 'people'; people: User[] }
    /** Everything there is in the range; what was held in it is replaced. */
    | { put: 'entries'; chat: string; range: Range; entries: Entry[] }
    | { put: 'letter'; letter: Letter }
    | { put: 'draft'; chat: string; text: string }
    /** Only moves forward. */
    | { put: 'read'; chat: string; seq: number };

export type Drop =
    | { drop: 'letter'; clientId: string }
    /** What is above never became durable. */
    | { drop: 'above'; chat: string; seq: number }
    /** The person cleared the history up to there. */
    | { drop: 'through'; chat: string; seq: number }
    | { drop: 'chat'; chat: string };

/** What a client keeps of one user on one device. */
export interface Store {
    /** Whether it outlives the client. */
    readonly durable: boolean;
    begin(): Promise<Beginning>;
    /**
     * The end of the stretch that holds `to` or, without it, of the newest: at most `limit` entries.
     *
     * @returns null if nothing is held there
     */
    stretch(chat: string, to: number | undefined, limit: number): Promise<{ range: Range; entries: Entry[] } | null>;
    write(changes: Change[]): Promise<void>;
    /** Forgets everything but what the person wrote and others did not get: letters and drafts. */
    forgetOthers(): Promise<void>;
    /** Forgets everything, and is closed. */
    delete(): Promise<void>;
    close(): void;
}

/** Ranges with one more, joined where they touch; ascending. */
export function join(ranges: Range[], added: Range): Range[] {
    const joined: Range[] = [];
    let { from, to } = added;
    for (const range of ranges) {
        if (range.to < from - 1 || range.from > to + 1) {
            joined.push(range);
        } else {
            from = Math.min(from, range.from);
            to = Math.max(to, range.to);
        }
    }
    return [...joined, { from, to }].sort((a, b) => a.from - b.from);
}

/** Ranges without what is below `from` or above `to`. */
export function cut(ranges: Range[], from: number, to: number): Range[] {
    return ranges
        .map((range) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }))
        .filter((range) => range.from <= range.to);
}
