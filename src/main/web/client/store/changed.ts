import type { Content, Entry, State } from '../protocol/frames.ts';

export type Change = Extract<Content, { target: number }>;

/** An entry that changes another one. */
export function changeOf({ content }: Pick<Entry, 'content'>): Change | null {
    return 'target' in content ? content : null;
}

/**
 * An entry as it is after a change to it, which each change makes once and in the order of the log.
 *
 * @param by the entry that changes it, or one that is still to be sent: then without a seq
 */
export function changed(entry: Entry, by: { seq?: number; author: string; at: string; content: Content }): Entry {
    const change = changeOf(by);
    const before: State = entry.state ?? { asOf: 0 };
    if (!change || change.target !== entry.seq || (by.seq ?? Infinity) <= before.asOf) {
        return entry;
    }
    return { ...entry, state: { ...after(before, change, by), asOf: by.seq ?? before.asOf } };
}

function after(state: State, change: Change, { author, at }: { author: string; at: string }): State {
    switch (change.kind) {
        case 'edited':
            return state.deleted ? state : { ...state, edited: { text: change.text, at } };
        case 'deleted':
            return { asOf: state.asOf, deleted: { by: author } };
        case 'reacted':
            return state.deleted ? state : { ...state, reactions: reacted(state.reactions ?? [], change, author) };
    }
}

type Reactions = NonNullable<State['reactions']>;

function reacted(reactions: Reactions, { emoji, on }: { emoji: string; on: boolean }, user: string): Reactions {
    const others = (users: string[]) => users.filter((each) => each !== user);
    const known = reactions.some((reaction) => reaction.emoji === emoji);
    const all = on && !known ? [...reactions, { emoji, users: [] }] : reactions;
    return all
        .map((each) => (each.emoji === emoji ? { ...each, users: [...others(each.users), ...(on ? [user] : [])] } : each))
        .filter(({ users, more }) => users.length > 0 || more);
}

/** What a message says now; null if it was deleted for everyone. */
export function textOf({ content, state }: Pick<Entry, 'content' | 'state'>): string | null {
    if (state?.deleted || content.kind !== 'message') {
        return null;
    }
    return state?.edited?.text ?? content.text;
}
