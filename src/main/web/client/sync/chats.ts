import type { Clock, Environment } from '../environment.ts';
import { Emitter } from '../events.ts';
import type { Api } from '../protocol/api.ts';
import type { Line } from '../protocol/connection.ts';
import type { AckFrame, ChatHead, Content, EntriesFrame, Entry, Page, ServerFrame, SyncedFrame, User } from '../protocol/frames.ts';
import { Problem } from '../protocol/problem.ts';
import type { Store } from '../store/store.ts';
import { changed, changeOf } from '../store/changed.ts';
import { Activity } from './activity.ts';
import { Chat } from './chat.ts';
import { Keeper } from './keeper.ts';
import type { News } from './leader.ts';
import { Outbox } from './outbox.ts';
import { People } from './people.ts';
import { Presence } from './presence.ts';
import { Settler } from './settler.ts';
import { Syncs } from './syncs.ts';
import { Typing } from './typing.ts';

const PAGE = 60;
/** So many of a chat are looked at to say what is unread: a list shows 99+. */
const COUNTED = 100;
const DRAFT_MS = 300;

/** What a client of one person shows, and how others are told of it. */
export interface Lead extends Line {
    readonly leading: boolean;
    readonly name: string;
    tell(news: News): void;
}

type Events = {
    /** Something in this chat, or in what a list shows of it, may differ. */
    chat: string;
    /** Chats came or went, or people got their names. */
    list: undefined;
    /** Somebody came or went. */
    presence: undefined;
    /** Somebody began or stopped to write in this chat. */
    typing: string;
    /** A message of somebody else is new. */
    arrived: { chat: Chat; entry: Entry };
    /** A draft was changed in another tab, or emptied by sending. */
    draft: { chat: string; text: string; sent?: string };
};

/**
 * All chats of the person who is signed in, kept up to date: what the store holds at once, live frames as they come, and after
 * every reconnect a sync of what was missed, so that nothing falls between; seq removes what came twice.
 */
export class Chats extends Emitter<Events> {
    /** Whether it is known which chats there are, if only from the store. */
    ready = false;
    /** Whether a sync of all chats ended since the client began. */
    synced = false;
    maxTextCharacters = 100_000;
    readonly me: User;
    readonly device: string;
    readonly outbox: Outbox;
    readonly people: People;
    readonly presence: Presence;
    readonly typing: Typing;
    readonly activity: Activity;

    readonly #api: Api;
    readonly #clock: Clock;
    readonly #lead: Lead;
    readonly #store: Store;
    readonly #keeper: Keeper;
    readonly #settler: Settler;
    readonly #syncs: Syncs;
    readonly #chats = new Map<string, Chat>();
    readonly #drafts = new Map<string, string>();
    /** Chats whose draft is not in the store yet. */
    readonly #unkept = new Set<string>();
    #keeping: number | undefined;
    readonly #reads = new Map<string, number>();
    #session = '';
    /** On a device that was never synced, what was said before does not count as unread. */
    #fresh = false;

    constructor(environment: Environment, api: Api, lead: Lead, store: Store, me: User, device: string) {
        super();
        const { clock, random } = environment;
        this.#api = api;
        this.#clock = clock;
        this.#lead = lead;
        this.#store = store;
        this.me = me;
        this.device = device;
        this.people = new People(api, clock, me, (people) => {
            this.#keeper.people(people);
            this.emit('list', undefined);
        });
        this.presence = new Presence(clock, lead);
        this.presence.on('change', () => this.emit('presence', undefined));
        this.typing = new Typing(clock, lead, (chat) => this.emit('typing', chat));
        this.activity = new Activity(clock, lead);
        this.outbox = new Outbox(
            device,
            clock,
            random,
            (frame) => lead.send(frame),
            (changes) => store.write(changes).catch(() => undefined),
        );
        this.outbox.on('change', (chat) => this.emit('chat', chat));
        this.outbox.on('news', (outbox) => lead.tell({ outbox }));
        this.#keeper = new Keeper(clock, store);
        this.#settler = new Settler(clock, random, lead, (chat) => this.#syncs.ask(chat));
        this.#syncs = new Syncs(lead.name, clock, random, (frame) => lead.send(frame), {
            ask: (ids) => this.#askWith(ids),
            versions: (ids) => this.#versions(ids),
            heads: (heads) => heads.forEach((head) => this.#learn(head)),
            entries: (frame, back) => this.#onEntries(frame, back),
            over: (end, asked) => this.#onSynced(end, asked),
        });
    }

    /** Takes up what the store holds; after it everything can be shown. */
    async begin(): Promise<void> {
        const kept = await this.#store.begin().catch(() => ({ chats: [], people: [], letters: [], drafts: {}, reads: {} }));
        this.#fresh = kept.chats.length === 0;
        this.people.restore(kept.people);
        Object.entries(kept.drafts).forEach(([chat, text]) => this.#drafts.set(chat, text));
        Object.entries(kept.reads).forEach(([chat, seq]) => this.#reads.set(chat, seq));
        for (const stored of kept.chats) {
            const chat = Chat.restored(stored);
            chat.read = this.#reads.get(chat.id) ?? 0;
            this.#keeper.holds(chat);
            this.#chats.set(chat.id, chat);
        }
        this.outbox.restore(kept.letters);
        this.ready = kept.chats.length > 0;
        this.emit('list', undefined);
        const unread = [...this.#chats.values()].filter((chat) => chat.read < chat.log.confirmedTo);
        await Promise.all(unread.map((chat) => this.#fromStore(chat, chat.log.confirmedTo, COUNTED)));
    }

    close(): void {
        this.flush();
        this.outbox.stop();
        this.#syncs.stop();
        this.#settler.stop();
        this.presence.stop();
        this.typing.stop();
        this.activity.stop();
        this.#keeper.flush();
    }

    /** This tab leads from now on: it sends what waits, and writes down what comes. */
    async lead(): Promise<void> {
        this.#keeper.lead();
        const { letters } = await this.#store.begin().catch(() => ({ letters: [] }));
        this.outbox.restore(letters);
        this.outbox.lead(true);
        this.outbox.resend();
        this.emit('list', undefined);
    }

    /** The most recent first. */
    get list(): Chat[] {
        return [...this.#chats.values()].sort((a, b) => (a.activeAt < b.activeAt ? 1 : -1));
    }

    get(id: string | null): Chat | undefined {
        return id === null ? undefined : this.#chats.get(id);
    }

    unread(chat: Chat): number {
        return chat.unread(this.me.id);
    }

    /** Something that all of it depends on changed, such as the day. */
    refresh(): void {
        this.#chats.forEach((_, id) => this.emit('chat', id));
        this.emit('list', undefined);
    }

    get syncing(): boolean {
        return this.#syncs.running;
    }

    draft(chat: string): string {
        return this.#drafts.get(chat) ?? '';
    }

    /** Keeps what is being written; it is in the store a moment later, or with `flush`. */
    keepDraft(chat: string, text: string): void {
        if (text !== this.draft(chat)) {
            this.#setDraft(chat, text);
            this.#unkept.add(chat);
            this.#keeping ??= this.#clock.setTimeout(() => this.flush(), DRAFT_MS);
        }
    }

    /** Writes down what would be lost with this tab. */
    flush(): void {
        this.#clock.clearTimeout(this.#keeping);
        this.#keeping = undefined;
        const drafts = [...this.#unkept].map((chat) => ({ chat, text: this.draft(chat) }));
        this.#unkept.clear();
        if (drafts.length > 0) {
            void this.#store.write(drafts.map((draft) => ({ put: 'draft', ...draft }) as const)).catch(() => undefined);
            drafts.forEach((draft) => this.#lead.tell({ draft }));
        }
    }

    #setDraft(chat: string, text: string): void {
        if (text) {
            this.#drafts.set(chat, text);
        } else {
            this.#drafts.delete(chat);
        }
        this.emit('chat', chat);
    }

    /** Says something; the message is written down before this is done. */
    async send(chat: string, text: string): Promise<void> {
        this.#drafts.delete(chat);
        this.#unkept.delete(chat);
        await this.outbox.add(chat, { kind: 'message', text });
        this.typing.sent(chat);
        this.#lead.tell({ draft: { chat, text: '', sent: text } });
    }

    /** Changes a message: another text, none for anybody any more, a reaction. */
    async change(chat: string, content: Content & { target: number }): Promise<void> {
        await this.outbox.add(chat, content);
    }

    /** Messages as they are to be shown: with what is not final yet, and what this person did and the server did not take yet. */
    viewer({ log, id }: Chat): (entry: Entry) => Entry {
        const above = log.hasProvisional ? log.between(log.confirmedTo + 1, Infinity) : [];
        const own = this.outbox.of(id).map(({ at, content }) => ({ author: this.me.id, at, content }));
        const changes = [...above, ...own].filter((by) => changeOf(by));
        return (entry) => changes.reduce(changed, entry);
    }

    view(chat: Chat, entry: Entry): Entry {
        return this.viewer(chat)(entry);
    }

    /** The person read up to there. Only moves forward. */
    markRead(chat: Chat, seq: number): void {
        const to = Math.min(seq, chat.top);
        if (to > chat.read) {
            this.#read(chat.id, to);
            void this.#store.write([{ put: 'read', chat: chat.id, seq: to }]).catch(() => undefined);
            this.#lead.tell({ read: { chat: chat.id, seq: to } });
        }
    }

    #read(id: string, seq: number): void {
        this.#reads.set(id, Math.max(seq, this.#reads.get(id) ?? 0));
        const chat = this.#chats.get(id);
        if (chat && seq > chat.read) {
            chat.read = seq;
            this.emit('chat', id);
        }
    }

    /** @returns the id of the chat with this person */
    async start(username: string): Promise<string> {
        return this.#know(await this.#api.openChat(username));
    }

    /** @returns its id; the same for every repeat with the same clientId */
    async startGroup(group: { clientId: string; members: string[]; title?: string }): Promise<string> {
        return this.#know(await this.#api.openGroup(group));
    }

    async #know(id: string): Promise<string> {
        if (!this.#chats.has(id)) {
            const { head, people } = await this.#api.chat(id);
            this.people.learn(people);
            this.#learn(head);
            this.#syncs.ask(id);
        }
        return id;
    }

    /** Forgets the history for this person, on all devices. */
    async clearHistory(chat: Chat): Promise<void> {
        await this.#api.clear(chat.id, chat.top);
        this.#onCleared(chat.id, chat.top);
    }

    /**
     * Loads what is missing below a seq: from the store if it is there, else from the server.
     *
     * @param before the lowest seq of a stretch, or one above it
     */
    async load(chat: Chat, before = chat.log.lowest): Promise<void> {
        if (chat.loading || before <= 1) {
            return;
        }
        chat.loading = true;
        chat.failure = null;
        this.emit('chat', chat.id);
        try {
            if (!(await this.#fromStore(chat, before - 1, PAGE))) {
                this.#take(chat, await this.#api.history(chat.id, { before }, PAGE));
            }
        } catch (failure) {
            chat.failure = Problem.of(failure);
        }
        chat.loading = false;
        this.emit('chat', chat.id);
    }

    /** Loads the messages around one, to go there. */
    async loadAround(chat: Chat, seq: number): Promise<void> {
        const { log } = chat;
        if (log.stretches.some(({ from, to }) => from <= seq && seq <= to)) {
            return;
        }
        if (!(await this.#fromStore(chat, seq, PAGE))) {
            this.#take(chat, await this.#api.history(chat.id, { around: seq }, PAGE));
        }
        this.emit('chat', chat.id);
    }

    async #fromStore(chat: Chat, to: number, limit: number): Promise<boolean> {
        const found = await this.#store.stretch(chat.id, to, limit).catch(() => null);
        if (!found) {
            return false;
        }
        const { range, entries } = found;
        this.#learnAuthors(entries);
        chat.log.page({ entries, from: range.from, through: range.to, committed: 0, more: true });
        this.emit('chat', chat.id);
        return true;
    }

    #take(chat: Chat, page: Page): void {
        // Without more below it, nothing is missing there either.
        const from = page.more ? page.from : Math.min(page.from, 1);
        this.#learnAuthors(page.entries);
        chat.log.page({ ...page, from });
        this.#keeper.page(chat, { ...page, from });
    }

    /** A name is asked for where the server did not tell it. */
    #learnAuthors(entries: Entry[]): void {
        entries.forEach(({ author }) => this.people.get(author));
    }

    /** Takes a frame that came, over the connection of this tab or of another. */
    onFrame(frame: ServerFrame): void {
        if (frame.type === 'people') {
            this.people.learn(frame.people);
        }
        if (this.#syncs.onFrame(frame)) {
            return;
        }
        switch (frame.type) {
            case 'welcome':
                this.#onWelcome(frame);
                break;
            case 'entry':
                this.#onEntry(frame);
                break;
            case 'ack':
                this.#onAck(frame);
                break;
            case 'committed':
                this.#with(frame.chat, (chat) => chat.log.quiet(frame.seq, frame.epoch));
                break;
            case 'entries':
                this.#onFilled(frame);
                break;
            case 'cleared':
                this.#onCleared(frame.chat, frame.through);
                break;
            case 'chatOpened':
                this.#learn(frame.chat);
                break;
            case 'presence':
                this.presence.hear(frame.users);
                break;
            case 'typing':
                this.typing.hear(frame.chat, frame.user);
                break;
            case 'error':
                if (this.presence.refused(frame.id ?? '', frame.code) || this.typing.refused(frame.id ?? '', frame.code)) {
                    break;
                }
                this.outbox.refused(frame.clientId ?? frame.id ?? '', frame);
                break;
            default: // of a newer server, or for somebody else
        }
    }

    /** Another tab tells what happened there. */
    onNews(news: News): void {
        if ('outbox' in news) {
            this.outbox.hear(news.outbox);
        } else if ('draft' in news) {
            this.#setDraft(news.draft.chat, news.draft.text);
            this.emit('draft', news.draft);
        } else if ('watch' in news) {
            this.presence.want(news.watch.tab, news.watch.users);
        } else if ('here' in news) {
            this.activity.here();
        } else {
            this.#read(news.read.chat, news.read.seq);
        }
    }

    #onWelcome({ session, maxTextCharacters }: ServerFrame & { type: 'welcome' }): void {
        this.maxTextCharacters = maxTextCharacters;
        this.#session = session;
        this.#keeper.forgetTold();
        this.outbox.resend();
        this.#syncs.begin(this.#session);
        this.presence.welcomed();
        this.typing.welcomed();
        this.activity.welcomed();
    }

    #with(id: string, how: (chat: Chat) => void): void {
        const chat = this.#chats.get(id);
        if (chat) {
            how(chat);
            this.#touched(chat);
        }
    }

    #onEntry({ chat: id, entry, committed, epoch }: ServerFrame & { type: 'entry' }): void {
        const chat = this.#chats.get(id);
        if (!chat) {
            // The head comes with the sync.
            void this.#know(id).catch(() => undefined);
            return;
        }
        const isNew = entry.seq > chat.top;
        this.people.get(entry.author);
        this.typing.over(id, entry.author);
        chat.log.add(entry, committed, epoch);
        this.#touched(chat);
        this.#delivered(chat, entry.seq <= chat.log.committed ? [entry] : []);
        if (isNew && entry.author !== this.me.id && entry.content.kind === 'message') {
            this.emit('arrived', { chat, entry });
        }
    }

    #onAck({ chat: id, clientId, seq, at, epoch }: AckFrame): void {
        const letter = this.outbox.remove(clientId);
        const chat = this.#chats.get(id);
        if (letter && chat) {
            const entry = { seq, author: this.me.id, device: this.device, clientId, at, content: letter.content };
            // An ack means: this one and all before it are durable.
            chat.log.add(entry, seq, epoch);
            this.#touched(chat);
            this.markRead(chat, seq);
        }
    }

    #onCleared(id: string, through: number): void {
        this.#with(id, (chat) => {
            chat.clear(through);
            this.#keeper.cleared(chat, through);
            this.markRead(chat, through);
        });
    }

    #askWith(ids: string[] | null): Record<string, number | null> {
        const asked = ids ? ids.flatMap((id) => this.get(id) ?? []) : [...this.#chats.values()].filter(({ log }) => log.opened);
        this.#chats.forEach(({ log, id }) => (ids === null || ids.includes(id)) && log.syncAsked());
        return Object.fromEntries(asked.map(({ id, log }) => [id, log.opened ? log.confirmedTo : null]));
    }

    #versions(ids: string[]): Record<string, string> {
        const held = ids.flatMap((id) => this.get(id)?.head ?? []);
        return Object.fromEntries(held.flatMap(({ chat, version }) => (version === undefined ? [] : [[chat, version]])));
    }

    #learn(head: ChatHead): void {
        let chat = this.#chats.get(head.chat);
        if (chat) {
            chat.update(head);
        } else {
            chat = new Chat(head);
            this.#chats.set(head.chat, chat);
            if (this.#fresh && !this.synced && !this.#reads.has(head.chat)) {
                this.#reads.set(head.chat, head.committed);
                void this.#store.write([{ put: 'read', chat: head.chat, seq: head.committed }]).catch(() => undefined);
            }
            chat.read = this.#reads.get(head.chat) ?? 0;
            head.members.forEach((member) => this.people.get(member));
            this.emit('list', undefined);
        }
        if (head.committed === 0 && !chat.log.opened) {
            chat.log.sync({ after: 0, upTo: 0, entries: [], committed: 0 }, false);
        }
        if (head.cleared) {
            this.#onCleared(head.chat, head.cleared);
        }
        this.#touched(chat);
    }

    #onEntries(frame: EntriesFrame, back: boolean): void {
        this.#with(frame.chat, (chat) => {
            if (back) {
                this.#keeper.back(chat, frame.after);
            }
            const before = chat.top;
            this.#learnAuthors(frame.entries);
            chat.log.sync(frame, back);
            this.#delivered(chat, frame.entries);
            const last = frame.entries.filter(({ author, seq }) => author !== this.me.id && seq > before).at(-1);
            if (last?.content.kind === 'message' && this.synced) {
                this.emit('arrived', { chat, entry: last });
            }
        });
    }

    /**
     * The server filled a gap without being asked, as it does for polls. By the cursor of the device, which may be above ours:
     * then this tells of a gap.
     */
    #onFilled(frame: EntriesFrame): void {
        this.#with(frame.chat, ({ log }) => {
            if (!log.opened || frame.after <= log.confirmedTo) {
                this.#onEntries(frame, false);
            } else {
                log.durableUpTo(frame.committed);
            }
        });
    }

    #onSynced({ gone, again }: SyncedFrame, asked: Record<string, number | null>): void {
        gone.forEach((id) => this.#forget(id));
        Object.keys(asked)
            .filter((id) => !again.includes(id))
            .forEach((id) => this.#with(id, ({ log }) => log.synced()));
        this.ready = true;
        this.synced = true;
        // The server went by a cursor that this device had before it forgot everything.
        this.#chats.forEach(({ id, log }) => log.opened || again.includes(id) || this.#syncs.ask(id));
        this.emit('list', undefined);
    }

    #forget(id: string): void {
        if (this.#chats.delete(id)) {
            void this.#store.write([{ drop: 'chat', chat: id }]).catch(() => undefined);
        }
    }

    /**
     * Our own messages may come back without their ack, if the connection broke in between, or after the session of the
     * device that sent them was ended. Who writes has read what came before, on whichever device.
     *
     * @param entries that are there for good: others are still to be sent
     */
    #delivered(chat: Chat, entries: Entry[]): void {
        const own = entries.filter(({ author }) => author === this.me.id);
        own.forEach(({ clientId }) => this.outbox.remove(clientId));
        const last = own.at(-1);
        if (last) {
            this.markRead(chat, last.seq);
        }
    }

    /** Whether something of it is missing, or may be wrong. */
    misses(chat: Chat): boolean {
        return chat.log.needsSync(this.outbox.unanswered(chat.id));
    }

    #touched(chat: Chat): void {
        this.#settler.look(chat, this.misses(chat));
        this.#keeper.touched(chat);
        if (this.#lead.leading && this.#keeper.moved(chat)) {
            this.#settler.tellCursor(chat);
        }
        this.emit('chat', chat.id);
    }

    /** The person looks at this chat: what is provisional there is looked after until it is durable. */
    show(id: string | null): void {
        this.#settler.show(id);
        const chat = this.get(id);
        if (chat) {
            this.#settler.look(chat, this.misses(chat));
        }
    }
}
