import type { Chat, Chats } from '../../client/index.ts';
import { t } from '../i18n/texts.ts';
import { sinceWhen } from '../text/dates.ts';

/** How many members name a group that has no title. */
const SOME = 3;

export interface Face {
    name: string;
    below: string;
    /** What the picture is made of. */
    picture: { id: string; displayName: string };
}

/** What a chat is called, what stands below that, and its picture: the person a 1:1 chat is with, or the group. */
export function faceOf(chat: Chat, chats: Chats): Face {
    const { chat: id, members, title } = chat.head;
    const others = members.filter((member) => member !== chats.me.id);
    if (!chat.isGroup) {
        const peer = chats.people.get(others[0] ?? members[0] ?? '');
        const name = peer?.displayName ?? '…';
        return { name, below: peer ? '@' + peer.username : '', picture: peer ?? { id, displayName: name } };
    }
    const named = others.slice(0, SOME).map((member) => chats.people.get(member)?.displayName ?? '…');
    const name = title ?? (named.length > 0 ? t.chats.others(named, others.length - named.length) : t.chats.you);
    return { name, below: t.chats.members(members.length), picture: { id, displayName: name } };
}

/** The person a 1:1 chat is with. */
export function peerOf(chat: Chat, chats: Chats): string | undefined {
    return chat.isGroup ? undefined : chat.head.members.find((member) => member !== chats.me.id);
}

/** `online`, `away`, `offline`, or nothing where that is not known; and `unsure` behind it where the server may be wrong. */
export function presenceOf(chat: Chat, chats: Chats): string {
    const seen = chats.presence.of(peerOf(chat, chats) ?? '');
    return seen ? seen.state + (seen.degraded ? ' unsure' : '') : '';
}

/** What stands below a name: who is writing, else how the person stands, else who it is. */
export function belowOf(chat: Chat, chats: Chats): string {
    const typing = chats.typing.in(chat.id);
    if (typing.length > 0) {
        return chat.isGroup ? t.presence.typingIn(typing.map((user) => nameOf(user, chats))) : t.presence.typing;
    }
    const seen = chats.presence.of(peerOf(chat, chats) ?? '');
    if (seen?.degraded) {
        return seen.state === 'offline' ? t.presence.unknown : t.presence.perhaps(seen.state === 'away' ? t.presence.away : t.presence.online);
    }
    if (seen?.state === 'offline') {
        return seen.lastSeen ? t.presence.lastSeen(sinceWhen(seen.lastSeen)) : faceOf(chat, chats).below;
    }
    return seen ? (seen.state === 'away' ? t.presence.away : t.presence.online) : faceOf(chat, chats).below;
}

export function nameOf(user: string, chats: Chats): string {
    return chats.people.get(user)?.displayName ?? t.chats.somebody;
}

