import { Chat } from './chat.js';
import { Cursors } from './cursors.js';
import { Drafts } from './drafts.js';
import { Outbox } from './outbox.js';
import { Positions } from './positions.js';
import { Syncs } from './syncs.js';

/** @typedef {import('../api/api.js').Entry} Entry */

const PAGE = 50;
/** Whoever still misses more than this after a sync gets the newest page and reads upwards from there. */
const FAR_BEHIND = 200;
/** A missing entry is often our own ack still on its way, or not durable yet. */
const GAP_MS = 400;
const PROVISIONAL_MS = 2_000;
const PATIENCE_MS = 30_000;

/**
 * All chats of the person who is signed in, kept up to date: live frames as they come, and after every reconnect a sync of
 * what was missed, so that nothing falls between; seq removes what came twice. The list with everybody's names is fetched
 * once.
 *
 * Events: 'change' when anything shown may differ; 'arrived' with { chat, entry } as detail for each message of somebody
 * else that is new.
 */
export class Chats extends EventTarget {
    /** Whether the list was loaded once. */
    ready = false;
    /** What kept the list from being loaded, or empty. */
    failure = '';
    maxTextCharacters = 100_000;
    /** @type {string | null} the chat on the screen */
    current = null;
    /** The first message that was unread when this chat came to the screen; 0 if none was. */
    unreadFrom = 0;

    #api;
    #connection;
    /** @type {Map<string, Chat>} */
    #chats = new Map();
    #positions;
    /** @type {Map<string, ReturnType<typeof setTimeout>>} chats to look after again */
    #unsettled = new Map();
    /** @type {string | null} the chat on the screen, once it is known */
    #greeted = null;
    #syncs;
    #session = '';
    /** @type {Map<string, Promise<boolean>>} chats that are being asked for */
    #meeting = new Map();
    /** @type {Promise<void> | null} */
    #listing = null;
    #cursors;
    #closing = new AbortController();

    /**
     * @param {import('../api/api.js').Api} api
     * @param {import('../live/connection.js').Connection} connection
     * @param {import('../api/api.js').User} me
     * @param {string} device
     */
    constructor(api, connection, me, device) {
        super();
        this.#api = api;
        this.#connection = connection;
        this.me = me;
        this.device = device;
        this.drafts = new Drafts(me.id);
        this.#positions = new Positions(me.id);
        this.outbox = new Outbox(me.id, device, (frame) => connection.send(frame));
        this.#syncs = new Syncs((frame) => connection.send(frame), {
            ask: (ids) => this.#askWith(ids),
            heads: (heads) => this.#onHeads(heads),
            entries: (frame, back) => this.#onEntries(frame, back),
            over: (end, asked) => this.#onSynced(end, asked),
        });
        this.#cursors = new Cursors((frame) => connection.send(frame));
        const { signal } = this.#closing;
        this.outbox.addEventListener('change', () => this.#changed(), { signal });
        connection.addEventListener('online', () => void this.#catchUp(), { signal });
        connection.addEventListener('change', () => this.#doWithout(), { signal });
        connection.addEventListener('frame', (event) => this.#onFrame(/** @type {CustomEvent} */ (event).detail), { signal });
        document.addEventListener('visibilitychange', () => this.#changed(), { signal });
    }

    close() {
        this.#closing.abort();
        this.outbox.stop();
        this.#syncs.stop();
        this.#cursors.stop();
        this.#unsettled.forEach((timer) => clearTimeout(timer));
    }

    /** The most recent first. */
    get list() {
        const at = (/** @type {Chat} */ chat) => chat.newest?.sentAt ?? chat.info.createdAt;
        return [...this.#chats.values()].sort((a, b) => (at(a) < at(b) ? 1 : -1));
    }

    /** @param {string | null} id */
    get(id) {
        return (id && this.#chats.get(id)) || null;
    }

    /** @param {Chat} chat */
    unread(chat) {
        return Math.max(0, chat.head - this.#readTo(chat));
    }

    /**
     * Who writes has read what came before, on whichever of their devices.
     *
     * @param {Chat} chat
     */
    #readTo(chat) {
        return Math.max(this.#positions.of(chat.id), chat.newestOf(this.me.id));
    }

    get totalUnread() {
        return [...this.#chats.values()].reduce((sum, chat) => sum + this.unread(chat), 0);
    }

    /**
     * The chat on the screen from now on; its newest page is loaded if it was not.
     *
     * @param {string | null} id
     */
    show(id) {
        const chat = this.get(id);
        if (this.current !== id || (chat && this.#greeted !== id)) {
            this.current = id;
            this.#greeted = chat && id;
            this.unreadFrom = chat && this.unread(chat) > 0 ? this.#readTo(chat) + 1 : 0;
            this.#changed();
        }
        if (chat && !chat.log.opened && !chat.loading && !chat.failure) {
            void this.#load(chat);
            void this.#meetAll(chat);
        }
    }

    /**
     * @param {string} username
     * @returns {Promise<string>} the id of the chat with this person
     */
    async start(username) {
        const { id } = await this.#api.openChat(username);
        if (!this.#chats.has(id)) {
            this.#learn(await this.#api.chat(id));
            this.#changed();
        }
        return id;
    }

    /**
     * @param {{ clientId: string, members: string[], title?: string }} group the same for every repeat
     * @returns {Promise<string>} the id of the group
     */
    async startGroup(group) {
        const { id } = await this.#api.openGroup(group);
        this.#learn(await this.#api.chat(id));
        this.#changed();
        return id;
    }

    /** @param {Chat} chat whose newest page or older messages could not be loaded, or should be now */
    async load(chat) {
        if (!chat.loading) {
            chat.failure = '';
            await this.#load(chat);
        }
    }

    reloadList() {
        this.failure = '';
        this.#changed();
        void this.#catchUp();
    }

    /** @param {Chat} chat */
    async #load(chat) {
        chat.loading = true;
        this.#changed();
        const { log } = chat;
        try {
            if (log.opened) {
                const page = await this.#api.messages(chat.id, { before: log.completeFrom, limit: PAGE });
                log.prepend(page);
            } else {
                this.#take(chat, await this.#api.messages(chat.id, { limit: PAGE }), (page) => log.open(page));
            }
        } catch (problem) {
            chat.failure = problem.message;
        }
        chat.loading = false;
        this.#changed();
    }

    /**
     * The list tells only some members of a large group, and who wrote has to be named.
     *
     * @param {Chat} chat
     */
    async #meetAll(chat) {
        if (!chat.knowsAllMembers) {
            try {
                this.#learn(await this.#api.chat(chat.id));
                this.#changed();
            } catch {
                // Some stay without a name until the chat is opened again.
            }
        }
    }

    /** The list and its chats can be read also where nothing comes live; who can't read either is told why. */
    #doWithout() {
        if (this.#connection.state === 'waiting' && !this.ready) {
            void this.#refreshList();
        }
    }

    /** The list names people, which frames don't; later only what is new has to be asked for. */
    async #catchUp() {
        this.outbox.resend();
        if (!this.ready) {
            await this.#refreshList();
        }
        if (this.ready && !this.#closing.signal.aborted) {
            this.#syncs.begin(this.#session);
        }
    }

    #refreshList() {
        this.#listing ??= this.#fetchList().finally(() => (this.#listing = null));
        return this.#listing;
    }

    async #fetchList() {
        try {
            const chats = await this.#api.chats();
            this.#positions.begin(chats);
            chats.forEach((info) => this.#learn(info));
            this.ready = true;
            this.failure = '';
            this.show(this.current);
        } catch (problem) {
            this.failure = problem.message;
        }
        this.#changed();
    }

    /** @param {import('../api/api.js').ChatInfo} info */
    #learn(info) {
        const known = this.#chats.get(info.id);
        if (known) {
            known.update(info);
        } else {
            this.#chats.set(info.id, new Chat(info));
        }
    }

    /**
     * Finds out about a chat that frames speak of.
     *
     * @param {string} id
     * @returns {Promise<boolean>} whether it is known now; if not, all is asked for again
     */
    async #know(id) {
        if (this.#chats.has(id)) {
            return true;
        }
        const found = (/** @type {import('../api/api.js').ChatInfo} */ info) => {
            this.#learn(info);
            this.#changed();
            return true;
        };
        const failed = () => {
            if (this.ready) {
                this.#syncs.askAllLater();
            }
            return false;
        };
        const meeting = this.#meeting.get(id) ?? this.#api.chat(id).then(found, failed);
        this.#meeting.set(id, meeting);
        return meeting.finally(() => this.#meeting.delete(id));
    }

    /** @param {any} frame */
    #onFrame(frame) {
        if (this.#syncs.onFrame(frame)) {
            return;
        }
        switch (frame.type) {
            case 'welcome':
                this.maxTextCharacters = frame.maxTextCharacters;
                this.#session = frame.session;
                break;
            case 'message':
                void this.#onMessage(frame);
                break;
            case 'ack':
                this.#onAck(frame);
                break;
            case 'committed':
                this.#chats.get(frame.chat)?.log.quiet(frame.seq, frame.epoch);
                this.#changed();
                break;
            case 'entries':
                void this.#onFilled(frame);
                break;
            case 'cleared':
                this.#onCleared(frame.chat, frame.through);
                break;
            case 'chatOpened':
                void this.#know(frame.chat);
                break;
            case 'error':
                this.outbox.refused(frame.clientId ?? frame.id, frame);
                break;
            default: // of a newer server
        }
    }

    /** @param {Entry & { chat: string, committed: number, epoch: number }} frame */
    async #onMessage(frame) {
        if (!this.#chats.has(frame.chat)) {
            await this.#know(frame.chat);
        }
        const chat = this.#chats.get(frame.chat);
        if (!chat) {
            return;
        }
        const { seq, sender, device, clientId, sentAt, text, committed, epoch } = frame;
        const entry = { seq, sender, device, clientId, sentAt, text };
        const isNew = seq > chat.head;
        chat.log.add(entry, committed, epoch);
        this.#delivered(seq <= committed ? [entry] : []);
        if (isNew && sender !== this.me.id) {
            this.dispatchEvent(new CustomEvent('arrived', { detail: { chat, entry } }));
        }
        this.#changed();
    }

    /** @param {{ chat: string, clientId: string, seq: number, sentAt: string, epoch: number }} frame */
    #onAck({ chat: id, clientId, seq, sentAt, epoch }) {
        const letter = this.outbox.remove(clientId);
        const chat = this.#chats.get(id);
        if (letter && chat) {
            const entry = { seq, sender: this.me.id, device: this.device, clientId, sentAt, text: letter.text };
            // An ack means: this one and all before it are durable.
            chat.log.add(entry, seq, epoch);
            this.#changed();
        }
    }

    /**
     * @param {string} id
     * @param {number} through
     */
    #onCleared(id, through) {
        this.#chats.get(id)?.clear(through);
        this.#positions.advance([[id, through]]);
        this.#changed();
    }

    /**
     * @param {string[] | null} ids of chats that are to be synced; null for all
     * @returns {Record<string, number>} their cursors
     */
    #askWith(ids) {
        const asked = ids ? ids.flatMap((id) => this.get(id) ?? []) : [...this.#chats.values()];
        asked.forEach(({ log }) => log.syncAsked());
        return Object.fromEntries(asked.map((chat) => [chat.id, chat.cursor]));
    }

    /** @param {{ chat: string, committed: number, cleared?: number }[]} heads */
    async #onHeads(heads) {
        await Promise.all(heads.map(({ chat }) => this.#know(chat)));
        for (const { chat, committed, cleared } of heads) {
            this.#chats.get(chat)?.log.durableUpTo(committed);
            if (cleared) {
                this.#onCleared(chat, cleared);
            }
        }
        this.#changed();
    }

    /**
     * @param {{ chat: string, after: number, upTo: number, messages: Entry[], committed: number }} frame
     * @param {boolean} back
     */
    async #onEntries(frame, back) {
        await this.#know(frame.chat);
        const chat = this.#chats.get(frame.chat);
        if (chat) {
            chat.log.sync(frame, back);
            this.#delivered(frame.messages);
            this.#changed();
        }
    }

    /**
     * The server filled a gap without being asked, as it does for polls. By the cursor of the device, which may be above ours:
     * then this tells of a gap.
     *
     * @param {{ chat: string, after: number, upTo: number, messages: Entry[], committed: number }} frame
     */
    async #onFilled(frame) {
        const log = this.ready ? this.#chats.get(frame.chat)?.log : undefined;
        if (log && (!log.opened || frame.after <= log.confirmedTo)) {
            await this.#onEntries(frame, false);
        } else {
            log?.durableUpTo(frame.committed);
            this.#changed();
        }
    }

    /**
     * @param {{ gone: string[], again: string[] }} end
     * @param {Record<string, number>} asked
     */
    async #onSynced({ gone, again }, asked) {
        gone.forEach((id) => this.#chats.delete(id));
        Object.keys(asked)
            .filter((id) => !again.includes(id))
            .forEach((id) => this.#chats.get(id)?.log.synced());
        for (const id of again) {
            const chat = this.#chats.get(id);
            if (chat) {
                await this.#jump(chat);
            }
        }
        this.#changed();
    }

    /** @param {Chat} chat of which so much was missed that a sync did not bring all */
    async #jump(chat) {
        try {
            if (!chat.log.opened) {
                this.#learn(await this.#api.chat(chat.id));
            } else if (chat.log.committed - chat.log.confirmedTo > FAR_BEHIND) {
                this.#take(chat, await this.#api.messages(chat.id, { limit: PAGE }), (page) => chat.log.open(page));
            }
        } catch {
            // The next sync goes on where this one ended.
        }
    }

    /**
     * @param {Chat} chat
     * @param {import('../api/api.js').Page} page
     * @param {(page: import('../api/api.js').Page) => void} into
     */
    #take(chat, page, into) {
        into(page);
        this.#delivered(page.messages);
        this.#changed();
    }

    /**
     * Our own messages may come back without their ack, if the connection broke in between, or after the session of the
     * device that sent them was ended.
     *
     * @param {Entry[]} entries that are there for good: others are still to be sent
     */
    #delivered(entries) {
        entries.filter(({ sender }) => sender === this.me.id).forEach(({ clientId }) => this.outbox.remove(clientId));
    }

    /**
     * Whether something of it is missing, or may be wrong.
     *
     * @param {Chat} chat
     */
    misses(chat) {
        return chat.log.needsSync(this.outbox.unanswered(chat.id));
    }

    /**
     * Looks after a chat again in a while if something in it is missing or, on the screen, not yet known to be durable.
     *
     * @param {Chat} chat
     */
    #settle(chat) {
        const { log } = chat;
        const shown = chat.id === this.current && !document.hidden;
        if (!this.misses(chat) && !(shown && log.hasProvisional)) {
            clearTimeout(this.#unsettled.get(chat.id));
            this.#unsettled.delete(chat.id);
        } else if (!this.#unsettled.has(chat.id)) {
            this.#settleLater(chat, 0);
        }
    }

    /**
     * @param {Chat} chat
     * @param {number} tries
     */
    #settleLater(chat, tries) {
        const first = this.misses(chat) ? GAP_MS : PROVISIONAL_MS;
        const wait = Math.min(PATIENCE_MS, first * 2 ** tries) * (1 + Math.random() / 2);
        const timer = setTimeout(() => {
            if (this.#connection.state === 'online') {
                this.#syncs.ask(chat.id);
            }
            if (this.#unsettled.has(chat.id)) {
                this.#settleLater(chat, tries + 1);
            }
        }, wait);
        this.#unsettled.set(chat.id, timer);
    }

    /** @returns {[string, number][]} chats and how far each is read for good: what may still get another number is not */
    #read() {
        const chats = [...this.#chats.values()];
        const shown = document.hidden ? null : this.get(this.current);
        return chats.map((chat) => {
            const own = chat.newestOf(this.me.id);
            return [chat.id, chat === shown ? chat.head : own <= chat.log.committed ? own : 0];
        });
    }

    #changed() {
        if (this.#closing.signal.aborted) {
            return;
        }
        if (this.ready) {
            this.#positions.advance(this.#read());
        }
        this.#chats.forEach((chat) => this.#settle(chat));
        this.#cursors.follow(this.#chats.values());
        this.dispatchEvent(new Event('change'));
    }
}
