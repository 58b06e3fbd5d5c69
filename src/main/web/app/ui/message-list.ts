import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type Chat, type Chats, type Entry, SENDABLE } from '../../client/index.ts';
import { explain, t } from '../i18n/texts.ts';
import { faceOf, nameOf } from '../state/faces.ts';
import { Reading } from '../state/reading.ts';
import { Watch } from '../state/watch.ts';
import { dayName } from '../text/dates.ts';
import { down } from './icons.ts';
import { type Item, itemsOf, type Shown } from './items.ts';
import { bubble } from './message.ts';
import './message-menu.ts';
import type { MessageMenu } from './message-menu.ts';
import { messageStyles } from './message-styles.ts';
import { shared } from './shared.ts';

/** Entries in the document at once, and how many come or go together. */
const MOST = 240;
const SLICE = 60;
/** More is put at an end of the window when fewer pixels than this are left there. */
const NEAR = 900;
const NEAR_END = 48;

/** Where each chat was left, for the session. */
const left = new Map<string, { seq: number; offset: number }>();

/**
 * The messages of a chat: a window over its log of at most so many entries, that moves with the person. Stays at the end while
 * the person is there; otherwise what they look at stays where it is, whatever is added above or below.
 */
export class MessageList extends LitElement {
    static override properties = {
        chats: { attribute: false },
        chat: { attribute: false },
        seq: { attribute: false },
        atEnd: { state: true },
        from: { state: true },
        to: { state: true },
    };

    static override styles = [shared, messageStyles];

    chats!: Chats;
    chat!: Chat;
    /** The message to begin at, if one was asked for. */
    seq: number | null = null;
    atEnd = true;
    /** The seqs that are shown; `to` is Infinity while the end is. */
    from = 0;
    to = Infinity;

    readonly #unfolded = new Set<string>();
    #reading!: Reading;
    #items: Item[] = [];
    /** The message that has the focus, or gets it first. */
    #current = '';
    /** What is looked at: kept where it is when something changes around it. */
    #anchor: { row: HTMLElement; offset: number } | null = null;
    /** A message to be brought to a place on the screen, in parts of its height from the top. */
    #goal: { seq: number; place: number; flash: boolean } | null = null;
    readonly #resized = new ResizeObserver(() => this.atEnd && this.#scrollToEnd());

    constructor() {
        super();
        new Watch(
            this,
            () => this.chats,
            (chats, again) => [chats.on('chat', (id) => id === this.chat.id && again()), chats.on('list', again)],
        );
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.#reading = new Reading(this.chats, this.chat, () => this.#rows(), () => this.requestUpdate());
        this.#begin();
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#resized.disconnect();
        this.#reading.stop();
        const looked = this.atEnd ? null : this.#lookedAt();
        const seq = Number(looked?.row.dataset['seq'] ?? 0);
        if (looked && seq) {
            left.set(this.chat.id, { seq, offset: looked.offset / Math.max(1, this.#scroller.clientHeight) });
        } else {
            left.delete(this.chat.id);
        }
    }

    override firstUpdated(): void {
        this.#resized.observe(this.#scroller);
        this.#resized.observe(this.renderRoot.querySelector('ol')!);
    }

    /** Where a visit begins: at the message that was asked for, else at the first unread, else where it was left, else at the end. */
    #begin(): void {
        const { line } = this.#reading;
        const before = left.get(this.chat.id);
        if (this.seq !== null) {
            void this.goTo(this.seq, 0.4, true);
        } else if (line > 0) {
            void this.goTo(line, 0.33, false);
        } else if (before) {
            void this.goTo(before.seq, before.offset, false);
        } else {
            this.from = this.#lastSlice();
            void this.#fill();
        }
    }

    /** Shows a message, wherever it is. */
    async goTo(seq: number, place: number, flash: boolean): Promise<void> {
        this.atEnd = false;
        try {
            await this.chats.loadAround(this.chat, seq);
        } catch {
            // Then what is here has to do.
        }
        const { entries } = this.chat.log;
        const at = entries.findIndex((entry) => entry.seq >= seq);
        const middle = at < 0 ? entries.length : at;
        const end = middle + SLICE;
        this.from = entries[Math.max(0, middle - SLICE)]?.seq ?? 0;
        this.to = end >= entries.length ? Infinity : entries[end]!.seq;
        this.#goal = { seq, place, flash };
        this.requestUpdate();
    }

    /** Something was sent: one sees it, and has read what was there. */
    sent(): void {
        this.#reading.sent();
        this.#toEnd();
    }

    #toEnd(): void {
        this.to = Infinity;
        this.from = this.#lastSlice();
        this.atEnd = true;
        this.#goal = null;
        this.requestUpdate();
        if (this.hasUpdated) {
            this.#scrollToEnd();
        }
    }

    /** First to what is new, then to the end. */
    #onward(): void {
        const { line } = this.#reading;
        const row = this.#row('li.new');
        const { scrollTop, clientHeight } = this.#scroller;
        const below = line > 0 && (line > this.to || (row !== null && row.offsetTop > scrollTop + clientHeight));
        if (below) {
            void this.goTo(line, 0.33, false);
        } else {
            this.#toEnd();
        }
    }

    #lastSlice(): number {
        const { entries } = this.chat.log;
        return entries[Math.max(0, entries.length - SLICE)]?.seq ?? 0;
    }

    /** A chat that was not looked at yet has its messages in the store, or at the server. */
    async #fill(): Promise<void> {
        const { log } = this.chat;
        if (this.#shown().length < SLICE / 2 && log.hasOlder) {
            await this.chats.load(this.chat);
            if (this.atEnd) {
                this.from = this.#lastSlice();
            }
        }
    }

    #shown(): Entry[] {
        return this.chat.log.between(this.from, this.to);
    }

    override willUpdate(): void {
        this.chats.show(this.chat.id);
        const entries = this.#shown();
        if (entries.length > MOST) {
            if (this.atEnd) {
                this.from = entries[entries.length - MOST + SLICE]!.seq;
            } else if (this.to === Infinity) {
                // Somebody reads further up: what comes does not make the window grow without end.
                this.to = entries[MOST - 1]!.seq;
            }
        }
        this.#anchor = this.hasUpdated && !this.atEnd && !this.#goal ? this.#lookedAt() : null;
    }

    override updated(): void {
        if (this.#goal) {
            this.#reach(this.#goal);
        } else if (this.atEnd) {
            this.#scrollToEnd();
        } else if (this.#anchor?.row.isConnected) {
            const moved = this.#anchor.row.offsetTop - this.#anchor.offset;
            if (Math.abs(this.#scroller.scrollTop - moved) > 0.5) {
                this.#scroller.scrollTop = moved;
            }
        }
        this.#more();
        this.#reading.look();
    }

    #reach({ seq, place, flash }: { seq: number; place: number; flash: boolean }): void {
        const row = this.#rows().find((each) => Number(each.dataset['seq']) >= seq);
        if (row) {
            this.#goal = null;
            this.#scroller.scrollTop = row.offsetTop - this.#scroller.clientHeight * place;
            this.#measureEnd();
            if (flash) {
                row.classList.add('flash');
                setTimeout(() => row.classList.remove('flash'), 2_000);
            }
        } else if (!this.chat.loading) {
            this.#goal = null;
            this.#toEnd();
        }
    }

    #scrollToEnd(): void {
        this.#scroller.scrollTop = this.#scroller.scrollHeight;
    }

    override render(): TemplateResult {
        const { chats, chat, atEnd } = this;
        const items = (this.#items = itemsOf({
            log: chat.log,
            entries: this.#shown(),
            letters: this.to === Infinity ? chats.outbox.of(chat.id) : [],
            isInFlight: (letter) => chats.outbox.isInFlight(letter),
            view: chats.viewer(chat),
            device: chats.device,
            me: chats.me.id,
            line: this.#reading.line,
        }));
        this.#current = items.some(({ key }) => key === this.#current)
            ? this.#current
            : (items.filter(({ kind }) => kind === 'message').at(-1)?.key ?? '');
        const unread = chats.unread(chat);
        const { name } = faceOf(chat, chats);
        return html`
            <div class="scroller" @scroll=${this.#onScroll}>
                <div class="top">${this.#top(name)}</div>
                <ol aria-label=${t.chat.messagesWith(name)} @keydown=${this.#onKey} @focusin=${this.#onFocus} @contextmenu=${this.#onContextMenu}>
                    ${repeat(
                        items,
                        ({ key }) => key,
                        (item) => this.#item(item),
                    )}
                </ol>
            </div>
            <button class="to-end" ?hidden=${atEnd} @click=${this.#onward}>
                ${down()} ${unread ? t.chat.newLine(unread) : html`<span class="visually-hidden">${t.chat.toEnd}</span>`}
            </button>
            <rk-message-menu
                .me=${chats.me.id}
                @react=${({ detail }: CustomEvent) => this.#react(detail.message, detail.emoji, detail.on)}
                @edit=${this.#pass}
                @delete=${this.#pass}
            ></rk-message-menu>
        `;
    }

    #top(name: string): unknown {
        const { chats, chat } = this;
        if (chat.failure) {
            return html`
                <p class="problem" role="alert">${explain(chat.failure)}</p>
                <button class="link" @click=${() => chats.load(chat)}>${t.chat.tryAgain}</button>
            `;
        }
        if (!chat.log.opened || chat.log.hasOlder || this.#shown()[0] !== chat.log.entries[0]) {
            return chat.loading ? html`<span class="loading">${t.chat.loading}</span>` : nothing;
        }
        return html`<p class="begin">${t.chat.beginning(chat.isGroup)} <bdi>${name}</bdi>.</p>`;
    }

    #item(item: Item): TemplateResult {
        switch (item.kind) {
            case 'day':
                return html`<li class="day"><span>${dayName(item.at)}</span></li>`;
            case 'new':
                return html`<li class="new"><span>${t.chat.newLine(this.#reading.count)}</span></li>`;
            case 'gap':
                return html`<li class="gap" data-before=${item.before}><span class="loading">${t.chat.loading}</span></li>`;
            case 'message': {
                const { key, message } = item;
                const { outbox } = this.chats;
                return bubble(message, {
                    author: nameOf(message.author, this.chats),
                    named: this.chat.isGroup,
                    unfolded: this.#unfolded.has(key),
                    toggle: () => this.#toggle(key),
                    retry: () => void outbox.retry(message.clientId),
                    discard: () => void outbox.remove(message.clientId),
                    act: (beside) => this.#act(message, beside),
                    react: (emoji, on) => this.#react(message, emoji, on),
                    me: this.chats.me.id,
                    nameOf: (user) => nameOf(user, this.chats),
                    current: key === this.#current,
                });
            }
        }
    }

    #act(message: Shown, beside: HTMLElement): void {
        void this.renderRoot.querySelector<MessageMenu>('rk-message-menu')!.show(message, beside);
    }

    #react(message: Shown, emoji: string, on: boolean): void {
        if (message.seq !== undefined && SENDABLE.includes('reacted')) {
            void this.chats.change(this.chat.id, { kind: 'reacted', target: message.seq, emoji, on });
        }
    }

    #pass(event: CustomEvent): void {
        this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
    }

    /** The Tab key stops once at all messages; inside the arrows move from one to the next. */
    #onKey(event: KeyboardEvent): void {
        const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('li.message')];
        const at = rows.indexOf(event.target as HTMLElement);
        if (at < 0) {
            return;
        }
        const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1, PageUp: at - 8, PageDown: at + 8 }[event.key];
        if (to !== undefined) {
            event.preventDefault();
            rows[Math.min(Math.max(to, 0), rows.length - 1)]!.focus();
        } else if (event.key === 'Enter' || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
            event.preventDefault();
            rows[at]!.querySelector<HTMLButtonElement>('.act')?.click();
        }
    }

    #onFocus(event: FocusEvent): void {
        const rows = [...this.renderRoot.querySelectorAll('li.message')];
        const at = rows.indexOf((event.target as HTMLElement).closest('li.message')!);
        const key = this.#items.filter(({ kind }) => kind === 'message')[at]?.key;
        if (key && key !== this.#current) {
            this.#current = key;
            this.requestUpdate();
        }
    }

    #onContextMenu(event: MouseEvent): void {
        const target = event.target as HTMLElement;
        const button = target.closest('li.message')?.querySelector<HTMLButtonElement>('.act');
        // Links, selected text and the browser's own menu stay what they are with a mouse.
        if (button && matchMedia('(hover: none)').matches && !target.closest('a')) {
            event.preventDefault();
            button.click();
        }
    }

    #toggle(key: string): void {
        if (!this.#unfolded.delete(key)) {
            this.#unfolded.add(key);
        }
        // Who opens a long text reads it from its beginning.
        this.atEnd = false;
        this.requestUpdate();
    }

    #onScroll(): void {
        this.#measureEnd();
        this.#more();
        this.#reading.look();
    }

    #measureEnd(): void {
        const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
        this.atEnd = this.to === Infinity && scrollHeight - scrollTop - clientHeight < NEAR_END;
    }

    /** Moves the window, or has more loaded, where the person comes near its ends. */
    #more(): void {
        const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
        const { log } = this.chat;
        if (this.#goal) {
            return;
        }
        if (scrollTop < NEAR) {
            const below = log.entries.length - log.between(this.from, Infinity).length;
            if (below > 0) {
                this.from = log.entries[Math.max(0, below - SLICE)]!.seq;
                this.#cutBelow();
            } else if (log.hasOlder && !this.chat.failure) {
                void this.#older();
            }
        } else if (this.to !== Infinity && scrollHeight - scrollTop - clientHeight < NEAR) {
            const above = log.between(this.to + 1, Infinity);
            this.to = above[SLICE - 1]?.seq ?? Infinity;
            const shown = this.#shown();
            this.from = shown.length > MOST ? shown[shown.length - MOST]!.seq : this.from;
        }
        this.#fillGaps();
    }

    async #older(): Promise<void> {
        const { log } = this.chat;
        const lowest = log.entries[0]?.seq;
        await this.chats.load(this.chat);
        if (log.entries[0]?.seq !== lowest) {
            this.from = Math.min(this.from, log.entries[0]?.seq ?? 0);
            const at = log.entries.findIndex(({ seq }) => seq === lowest);
            this.from = log.entries[Math.max(0, at - SLICE)]?.seq ?? this.from;
            this.#cutBelow();
        }
    }

    #cutBelow(): void {
        const shown = this.#shown();
        if (shown.length > MOST && !this.atEnd) {
            this.to = shown[MOST - 1]!.seq;
        }
    }

    #fillGaps(): void {
        const { scrollTop, clientHeight } = this.#scroller;
        for (const row of this.renderRoot.querySelectorAll<HTMLElement>('li.gap')) {
            const before = Number(row.dataset['before']);
            if (row.offsetTop > scrollTop - NEAR && row.offsetTop < scrollTop + clientHeight + NEAR && before <= this.chat.log.completeFrom) {
                void this.chats.load(this.chat, before);
            }
        }
    }

    #rows(): HTMLElement[] {
        return [...this.renderRoot.querySelectorAll<HTMLElement>('li.message[data-seq]')];
    }

    #row(selector: string): HTMLElement | null {
        return this.renderRoot.querySelector<HTMLElement>(selector);
    }

    /** The message nearest to the middle of what is seen. */
    #lookedAt(): { row: HTMLElement; offset: number } | null {
        const { scrollTop, clientHeight } = this.#scroller;
        const middle = scrollTop + clientHeight / 2;
        const rows = this.#rows();
        let low = 0;
        let high = rows.length - 1;
        while (low < high) {
            const at = (low + high) >> 1;
            if (rows[at]!.offsetTop + rows[at]!.offsetHeight < middle) {
                low = at + 1;
            } else {
                high = at;
            }
        }
        const row = rows[low];
        return row ? { row, offset: row.offsetTop - scrollTop } : null;
    }

    get #scroller(): HTMLElement {
        return this.renderRoot.querySelector<HTMLElement>('.scroller')!;
    }
}

customElements.define('rk-message-list', MessageList);
