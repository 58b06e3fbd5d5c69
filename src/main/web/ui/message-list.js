import { html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dayName } from '../text/dates.ts';
import { arrange } from './arrange.js';
import { down } from './icons.js';
import { bubble } from './message.js';
import { messageStyles } from './message-styles.js';
import { shared } from './shared.js';
import { Watch } from './watch.js';

/** Older messages are fetched when fewer pixels than this are left above. */
const NEAR_TOP = 900;
const NEAR_END = 60;

/**
 * The messages of a chat. Stays at the end while the person is there; otherwise what they look at stays where it is,
 * whatever is added above or below.
 */
export class MessageList extends LitElement {
    static properties = { chats: { attribute: false }, chat: { attribute: false }, atEnd: { state: true } };

    static styles = [shared, messageStyles];

    /** @type {Set<string>} keys of long texts that were opened */
    #unfolded = new Set();
    /** @type {{ element: HTMLElement, offset: number } | null} what is looked at, while not at the end */
    #anchor = null;
    #seenHead = 0;
    #resized = new ResizeObserver(() => this.atEnd && this.toEnd());

    constructor() {
        super();
        /** @type {import('../chats/chats.js').Chats} */
        this.chats = undefined;
        /** @type {import('../chats/chat.js').Chat} */
        this.chat = undefined;
        this.atEnd = true;
        new Watch(this, () => [this.chats, this.chats.outbox]);
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#resized.disconnect();
    }

    firstUpdated() {
        this.#resized.observe(this.#scroller);
    }

    toEnd() {
        this.#scroller.scrollTop = this.#scroller.scrollHeight;
        this.atEnd = true;
    }

    /** @param {Map<string, unknown>} changed */
    willUpdate(changed) {
        if (changed.has('chat')) {
            this.atEnd = true;
            this.#unfolded = new Set();
        }
        this.#anchor = this.hasUpdated && !this.atEnd ? this.#lookedAt() : null;
        if (this.atEnd) {
            this.#seenHead = this.chat.head;
        }
    }

    updated() {
        if (this.atEnd) {
            this.toEnd();
        } else if (this.#anchor?.element.isConnected) {
            this.#scroller.scrollTop = this.#anchor.element.offsetTop - this.#anchor.offset;
        }
        this.#loadOlderIfNear();
    }

    render() {
        const { chats, chat, atEnd } = this;
        const { log } = chat;
        const items = arrange(log, chats.outbox.of(chat.id), chats.device, chats.me.id, chats.unreadFrom);
        const missed = Math.max(0, chat.head - this.#seenHead);
        const { name } = chat.face(chats.me.id);
        return html`
            <div class="scroller" tabindex="0" role="log" aria-live="off" aria-label="Messages with ${name}" @scroll=${this.#onScroll}>
                <div class="top">${this.#top()}</div>
                <ol>
                    ${repeat(items, ({ key }) => key, (item) => this.#item(item))}
                </ol>
            </div>
            <button class="to-end" ?hidden=${atEnd} @click=${this.toEnd}>
                ${down()} ${missed ? `${missed} new` : html`<span class="visually-hidden">To the newest message</span>`}
            </button>
        `;
    }

    #top() {
        const { chats, chat } = this;
        if (chat.failure) {
            return html`
                <p class="problem" role="alert">${chat.failure}</p>
                <button class="link" @click=${() => chats.load(chat)}>Try again</button>
            `;
        }
        if (!chat.log.opened || chat.log.hasOlder) {
            return chat.loading ? html`<span class="loading">Loading…</span>` : nothing;
        }
        return html`<p class="begin">This is the beginning of ${chat.isGroup ? 'the group' : 'your chat with'} <bdi>${chat.face(chats.me.id).name}</bdi>.</p>`;
    }

    /** @param {import('./arrange.js').Item} item */
    #item(item) {
        if (item.day) {
            return html`<li class="day"><span>${dayName(item.day)}</span></li>`;
        }
        if (!item.message) {
            return html`<li class="new"><span>New</span></li>`;
        }
        const { key, message } = item;
        return bubble(message, {
            author: this.chat.isGroup ? this.chat.member(message.sender)?.displayName : undefined,
            unfolded: this.#unfolded.has(key),
            toggle: () => this.#toggle(key),
            retry: () => this.chats.outbox.retry(message.clientId),
            discard: () => this.chats.outbox.remove(message.clientId),
        });
    }

    /** @param {string} key */
    #toggle(key) {
        if (!this.#unfolded.delete(key)) {
            this.#unfolded.add(key);
        }
        // Who opens a long text reads it from its beginning.
        this.atEnd = false;
        this.requestUpdate();
    }

    #onScroll() {
        const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
        this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
        this.#loadOlderIfNear();
    }

    #loadOlderIfNear() {
        const { chats, chat } = this;
        if (chat.log.hasOlder && !chat.loading && !chat.failure && this.#scroller.scrollTop < NEAR_TOP) {
            void chats.load(chat);
        }
    }

    /** The first message of which something is to be seen. */
    #lookedAt() {
        const { scrollTop } = this.#scroller;
        for (const element of /** @type {Iterable<HTMLElement>} */ (this.renderRoot.querySelectorAll('li.message'))) {
            if (element.offsetTop + element.offsetHeight > scrollTop) {
                return { element, offset: element.offsetTop - scrollTop };
            }
        }
        return null;
    }

    get #scroller() {
        return /** @type {HTMLElement} */ (this.renderRoot.querySelector('.scroller'));
    }
}

customElements.define('rk-message-list', MessageList);
