import type { IDBPDatabase } from 'idb';
import type { Schema } from './idb.ts';

/** Each step makes the shape of its number from the one before; a step that was published is never changed. */
const STEPS: ((db: IDBPDatabase<Schema>) => void)[] = [
    (db) => {
        db.createObjectStore('chats', { keyPath: 'head.chat' });
        db.createObjectStore('entries', { keyPath: ['chat', 'seq'] });
        db.createObjectStore('ranges', { keyPath: 'chat' });
        db.createObjectStore('people', { keyPath: 'id' });
        // Letters are read in the order of their keys: that in which they were written.
        db.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true }).createIndex('clientId', 'clientId');
        db.createObjectStore('drafts', { keyPath: 'chat' });
        db.createObjectStore('reads', { keyPath: 'chat' });
    },
];

export const VERSION = STEPS.length;

export function migrate(db: IDBPDatabase<Schema>, before: number): void {
    STEPS.slice(before).forEach((step) => step(db));
}
