/** The Rookery client library: everything a client does but show it. See docs/javascript.md. */
export { Client } from './client.ts';
export { type Clock, type Environment, randomName, systemClock } from './environment.ts';
export { Emitter } from './events.ts';
export { Api, type Device } from './protocol/api.ts';
export type { Status } from './protocol/connection.ts';
export { type ChatHead, type Content, type Entry, type Page, type Reaction, SENDABLE, type State, type User } from './protocol/frames.ts';
export { textOf } from './store/changed.ts';
export { Problem } from './protocol/problem.ts';
export { type Notice, Session } from './protocol/session.ts';
export type { Letter, Range } from './store/store.ts';
export { Chat } from './sync/chat.ts';
export { Chats } from './sync/chats.ts';
export { ChatLog } from './sync/log.ts';
export { Tabs } from './sync/leader.ts';
export { INTERRUPTED, Outbox, type Refused } from './sync/outbox.ts';
