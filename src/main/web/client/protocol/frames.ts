/**
 * Everything that goes over the wire: the one place where its shapes stand. The rest of the client speaks of these types, and
 * `readFrame`, `readPage` and `writeFrame` are what has to change when the protocol does. See asyncapi/rookery.yaml and
 * openapi/rookery.yaml.
 */

export interface User {
    id: string;
    username: string;
    displayName: string;
}

/** What an entry says or does. An entry of a kind that this client does not know is kept and not shown. */
export type Content =
    | { kind: 'message'; text: string }
    | { kind: 'edited'; target: number; text: string }
    | { kind: 'deleted'; target: number }
    | { kind: 'reacted'; target: number; emoji: string; on: boolean }
    | { kind: 'other'; name: string };

/** The kinds that the server takes from us. */
export const SENDABLE: readonly Content['kind'][] = ['message', 'edited', 'deleted', 'reacted'];

export interface Reaction {
    emoji: string;
    users: string[];
    /** How many more there are, whom the server does not name. */
    more?: number;
}

/** What became of a message since it was sent. */
export interface State {
    /** The seq of the newest change in it. */
    asOf: number;
    edited?: { text: string; at: string };
    deleted?: { by: string };
    /** Who reacted how, in the order in which each emoji came up first. */
    reactions?: Reaction[];
}

/** One place in the log of a chat. */
export interface Entry {
    /** Dense in its chat, from 1. */
    seq: number;
    /** User id. */
    author: string;
    device: string;
    /** The author's own name for it, unique per device. */
    clientId: string;
    /** RFC 3339. */
    at: string;
    content: Content;
    state?: State;
}

/** A chat as it stands. */
export interface ChatHead {
    chat: string;
    kind: string;
    title?: string;
    /** User ids. */
    members: string[];
    createdAt: string;
    committed: number;
    cleared?: number;
    /** Named in a sync, so that the head comes only if it is another; unknown of a chat that was just opened. */
    version?: string;
}

/** A part of a chat's history. */
export interface Page {
    /** Ascending by seq. */
    entries: Entry[];
    /** The lowest seq that the page covers; one in it without an entry has none. */
    from: number;
    through: number;
    committed: number;
    /** Whether there is more in the direction that was asked for. */
    more: boolean;
}

export interface EntriesFrame {
    type: 'entries';
    id?: string;
    chat: string;
    after: number;
    upTo: number;
    committed: number;
    entries: Entry[];
}

export interface Refusal {
    code: string;
    message: string;
    retryable: boolean;
    retryAfterMs?: number;
}

export interface ErrorFrame extends Refusal {
    type: 'error';
    id?: string;
    clientId?: string;
}

export interface AckFrame {
    type: 'ack';
    chat: string;
    clientId: string;
    seq: number;
    at: string;
    epoch: number;
}

export interface SyncedFrame {
    type: 'synced';
    id: string;
    gone: string[];
    again: string[];
}

/** How somebody stands. */
export interface Seen {
    user: string;
    /** `online`, `away` or `offline`; what a newer server says beside these is taken for `online`. */
    state: string;
    lastSeen?: string;
    /** The server can't know everything now: what it says may be old. */
    degraded?: boolean;
}

export type ServerFrame =
    | { type: 'welcome'; session: string; node: string; heartbeatSeconds: number; maxTextCharacters: number }
    | { type: 'entry'; chat: string; entry: Entry; committed: number; epoch: number }
    | AckFrame
    | { type: 'committed'; chat: string; seq: number; epoch: number }
    | { type: 'cleared'; chat: string; through: number }
    | { type: 'chatOpened'; chat: ChatHead }
    | { type: 'people'; people: User[] }
    | { type: 'chats'; id: string; chats: ChatHead[] }
    | EntriesFrame
    | SyncedFrame
    | ErrorFrame
    | { type: 'presence'; users: Seen[] }
    | { type: 'typing'; chat: string; user: string }
    | { type: 'pong' }
    | { type: 'unknown' };

export interface SyncFrame {
    type: 'sync';
    id: string;
    /** What is held for good, by chat; null for what is newest. */
    cursors: Record<string, number | null>;
    /** Of the heads that are held. */
    versions: Record<string, string>;
    only: boolean;
    recent?: number;
    people: boolean;
    resume?: string;
}

export interface SendFrame {
    type: 'send';
    id: string;
    chat: string;
    clientId: string;
    content: Content;
}

export type ClientFrame =
    | SendFrame
    | SyncFrame
    | { type: 'cursor'; chat: string; seq: number }
    /** In place of the people named before. */
    | { type: 'watch'; id: string; users: string[] }
    | { type: 'typing'; id: string; chat: string; what: 'text' }
    | { type: 'active'; id: string; away: boolean }
    | { type: 'ping' };

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

export function readEntry({ seq, author, device, clientId, at, content, state }: Json): Entry {
    return { seq, author, device, clientId, at, content: readContent(content), ...(state && { state: readState(state) }) };
}

function readState({ asOf, edited, deleted, reactions }: Json): State {
    return {
        asOf,
        ...(edited && { edited: { text: edited.text, at: edited.at } }),
        ...(deleted && { deleted: { by: deleted.by } }),
        ...(reactions?.length > 0 && { reactions: reactions.map(readReaction) }),
    };
}

function readReaction({ emoji, count, users }: Json): Reaction {
    const more = count - users.length;
    return { emoji, users, ...(more > 0 && { more }) };
}

function readContent(content: Json): Content {
    switch (content.kind) {
        case 'message':
            return { kind: 'message', text: content.text };
        case 'removed':
            // Its state says by whom; there is nothing left to show.
            return { kind: 'message', text: '' };
        case 'edited':
            return { kind: 'edited', target: content.target, text: content.text };
        case 'deleted':
            return { kind: 'deleted', target: content.target };
        case 'reacted':
            return { kind: 'reacted', target: content.target, emoji: content.emoji, on: content.on };
        default:
            return { kind: 'other', name: content.kind };
    }
}

export function readHead({ chat, kind, title, members, createdAt, committed = 0, cleared, version }: Json): ChatHead {
    return {
        chat,
        kind,
        ...(title !== undefined && { title }),
        members: members.map(({ id }: User) => id),
        createdAt,
        committed,
        ...(cleared !== undefined && { cleared }),
        ...(version !== undefined && { version }),
    };
}

export function readPage({ entries, from, through, committed, more }: Json): Page {
    return { entries: entries.map(readEntry), from, through, committed, more };
}

/** @param json of a message of the socket, or of an event */
export function readFrame(json: Json): ServerFrame {
    switch (json.type) {
        case 'entry':
            return { type: 'entry', chat: json.chat, entry: readEntry(json), committed: json.committed, epoch: json.epoch };
        case 'ack':
            return readAck(json);
        case 'entries':
            return { ...json, entries: json.entries.map(readEntry) };
        case 'chats':
            return { ...json, chats: json.chats.map(readHead) };
        case 'chatOpened':
            return { type: 'chatOpened', chat: readHead(json) };
        case 'welcome':
        case 'committed':
        case 'cleared':
        case 'people':
        case 'presence':
        case 'typing':
        case 'synced':
        case 'error':
        case 'pong':
            return json;
        default:
            return { type: 'unknown' };
    }
}

export function readAck({ chat, clientId, seq, at, epoch }: Json): AckFrame {
    return { type: 'ack', chat, clientId, seq, at, epoch };
}

export function writeFrame(frame: ClientFrame): Json {
    return frame.type === 'send' ? { type: 'send', id: frame.id, chat: frame.chat, ...writeSend(frame) } : frame;
}

/** What is sent: the same over a socket and over REST. */
export function writeSend({ clientId, content }: Pick<SendFrame, 'clientId' | 'content'>): Json {
    return { clientId, content };
}
