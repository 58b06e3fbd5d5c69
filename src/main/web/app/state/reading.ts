import type { Chat, Chats } from '../../client/index.ts';

/** So long something has to be seen to be read. */
const SEEN_MS = 500;
/** Who was away for so long begins a new visit. */
const AWAY_MS = 60_000;

/**
 * What a person reads of a chat on the screen: where the unread began when this visit did, and up to where they have read since.
 * Read is what was at least half visible for half a second in a page that is seen and has the focus.
 */
export class Reading {
    /** The first message that was unread when the visit began; 0 if none was. */
    line = 0;
    /** How many there were. */
    count = 0;

    readonly #chats: Chats;
    readonly #chat: Chat;
    readonly #rows: () => HTMLElement[];
    readonly #changed: () => void;
    #timer: number | undefined;
    #away = 0;
    readonly #onPresence = () => this.#presence();

    /** @param rows the messages on the screen and around it, with their seqs */
    constructor(chats: Chats, chat: Chat, rows: () => HTMLElement[], changed: () => void) {
        this.#chats = chats;
        this.#chat = chat;
        this.#rows = rows;
        this.#changed = changed;
        this.#begin();
        document.addEventListener('visibilitychange', this.#onPresence);
        addEventListener('focus', this.#onPresence);
        addEventListener('blur', this.#onPresence);
    }

    stop(): void {
        clearTimeout(this.#timer);
        document.removeEventListener('visibilitychange', this.#onPresence);
        removeEventListener('focus', this.#onPresence);
        removeEventListener('blur', this.#onPresence);
    }

    #begin(): void {
        this.count = this.#chats.unread(this.#chat);
        this.line = this.count > 0 ? this.#firstUnread() : 0;
    }

    #firstUnread(): number {
        const { log, read } = this.#chat;
        const first = log.between(read + 1, Infinity).find(({ author, content }) => author !== this.#chats.me.id && content.kind === 'message');
        const held = log.stretches.some(({ from, to }) => from <= read + 1 && read + 1 <= to);
        return held && first ? first.seq : read + 1;
    }

    sent(): void {
        this.line = 0;
        this.count = 0;
    }

    #presence(): void {
        if (!here()) {
            this.#away ||= Date.now();
            return;
        }
        if (this.#away && Date.now() - this.#away > AWAY_MS) {
            this.#begin();
            this.#changed();
        }
        this.#away = 0;
        this.look();
    }

    /** Something moved, or came. */
    look(): void {
        if (!here()) {
            return;
        }
        const seen = this.#lowestSeen();
        if (this.#timer === undefined && seen > this.#chat.read) {
            this.#timer = setTimeout(() => {
                this.#timer = undefined;
                if (here()) {
                    this.#chats.markRead(this.#chat, Math.min(seen, this.#lowestSeen()));
                    this.look();
                }
            }, SEEN_MS);
        }
    }

    /** The seq of the lowest message of which at least half is visible. */
    #lowestSeen(): number {
        const rows = this.#rows();
        const scroller = rows[0]?.closest<HTMLElement>('.scroller');
        if (!scroller) {
            return 0;
        }
        const bottom = scroller.scrollTop + scroller.clientHeight;
        for (let at = rows.length - 1; at >= 0; at--) {
            const row = rows[at]!;
            if (row.offsetTop + Math.min(row.offsetHeight, scroller.clientHeight) / 2 <= bottom) {
                return Number(row.dataset['seq']);
            }
        }
        return 0;
    }
}

function here(): boolean {
    return !document.hidden && document.hasFocus();
}
