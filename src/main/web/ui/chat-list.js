import { css, html, LitElement, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Route } from '../route.js';
import { fullDate, shortDate } from '../text/dates.ts';
import './avatar.js';
import { leave, plus } from './icons.js';
import './new-chat.js';
import { shared } from './shared.js';
import './status.js';
import { Watch } from './watch.js';

/** @typedef {import('../chats/chat.js').Chat} Chat */

/** Who is signed in, whether the connection stands, and all chats. */
export class ChatList extends LitElement {
    static properties = {
        chats: { attribute: false },
        connection: { attribute: false },
        session: { attribute: false },
        route: { attribute: false },
        leaving: { state: true },
    };

    static styles = [
        shared,
        css`
            :host {
                display: flex;
                flex-direction: column;
                height: 100%;
                background: var(--surface);
                border-inline-end: 1px solid var(--line);
            }

            header {
                display: flex;
                align-items: center;
                gap: var(--s3);
                height: 68px;
                flex: none;
                padding-inline: var(--s4) var(--s3);
                border-bottom: 1px solid var(--line);
            }

            .me {
                flex: 1;
                min-width: 0;
            }

            .title {
                display: flex;
                align-items: center;
                justify-content: space-between;
                padding: var(--s3) var(--s3) var(--s2) var(--s4);
            }

            h1 {
                font-size: var(--text-l);
                letter-spacing: -0.01em;
            }

            nav {
                flex: 1;
                min-height: 0;
                overflow-y: auto;
                padding: 0 var(--s2) var(--s4);
            }

            .chat {
                display: flex;
                align-items: center;
                gap: var(--s3);
                padding: var(--s2);
                border-radius: var(--round);
                color: inherit;
                text-decoration: none;
                transition: background 0.12s;
            }

            .chat:hover {
                background: var(--hover);
            }

            .chat:focus-visible {
                outline-offset: -2px;
            }

            .chat[aria-current='page'] {
                background: var(--brand-soft);
            }

            .lines {
                flex: 1;
                min-width: 0;
                display: grid;
                grid-template-columns: minmax(0, 1fr);
                gap: 2px;
            }

            .line {
                min-width: 0;
                display: flex;
                align-items: baseline;
                gap: var(--s2);
            }

            .name,
            .preview {
                flex: 1;
                min-width: 0;
                overflow: hidden;
                text-overflow: ellipsis;
                white-space: nowrap;
            }

            .name {
                font-weight: 600;
            }

            .preview,
            time {
                color: var(--ink-soft);
                font-size: var(--text-s);
            }

            time {
                flex: none;
                font-size: var(--text-xs);
                font-variant-numeric: tabular-nums;
            }

            .chat[aria-current='page'] :is(.preview, time) {
                color: var(--on-brand-soft);
            }

            .unread .preview {
                color: var(--ink);
                font-weight: 600;
            }

            .count {
                flex: none;
                min-width: 20px;
                padding: 0 6px;
                border-radius: 10px;
                background: var(--brand);
                color: var(--on-brand);
                font-size: var(--text-xs);
                font-weight: 700;
                line-height: 20px;
                text-align: center;
                font-variant-numeric: tabular-nums;
            }

            .note {
                display: grid;
                justify-items: start;
                gap: var(--s3);
                padding: var(--s3) var(--s2);
                color: var(--ink-soft);
                overflow-wrap: anywhere;
            }

            .ghost {
                height: 60px;
                margin: 0 var(--s2);
                opacity: 0.7;
                background:
                    radial-gradient(circle at 22px center, var(--hover) 22px, transparent 22.5px),
                    linear-gradient(var(--hover), var(--hover)) 56px 16px / 45% 11px no-repeat,
                    linear-gradient(var(--hover), var(--hover)) 56px 35px / 65% 9px no-repeat;
            }
        `,
    ];

    constructor() {
        super();
        /** @type {import('../chats/chats.js').Chats} */
        this.chats = undefined;
        /** @type {import('../live/connection.js').Connection} */
        this.connection = undefined;
        /** @type {import('../api/session.js').Session} */
        this.session = undefined;
        /** @type {Route} */
        this.route = undefined;
        this.leaving = false;
        new Watch(this, () => [this.chats, this.route]);
    }

    render() {
        const { me } = this.chats;
        return html`
            <header>
                <rk-avatar .user=${me}></rk-avatar>
                <div class="me">
                    <div class="line"><bdi class="name" title=${'@' + me.username}>${me.displayName}</bdi></div>
                    <rk-status .connection=${this.connection}></rk-status>
                </div>
                <button class="icon-button" aria-label="Sign out" title="Sign out" ?disabled=${this.leaving} @click=${this.#leave}>
                    ${leave()}
                </button>
            </header>
            <div class="title">
                <h1>Chats</h1>
                <button class="icon-button" aria-label="New chat" title="New chat" @click=${this.#newChat}>${plus()}</button>
            </div>
            <nav aria-label="Chats">${this.#content()}</nav>
            <rk-new-chat .chats=${this.chats} .route=${this.route}></rk-new-chat>
        `;
    }

    #content() {
        const { list, ready, failure } = this.chats;
        if (list.length > 0) {
            return html`<ul>${repeat(list, ({ id }) => id, (chat) => html`<li>${this.#row(chat)}</li>`)}</ul>`;
        }
        if (failure) {
            return html`
                <div class="note">
                    <p class="problem" role="alert">${failure}</p>
                    <button class="button quiet" @click=${() => this.chats.reloadList()}>Try again</button>
                </div>
            `;
        }
        if (!ready) {
            return html`<div aria-hidden="true">${[1, 2, 3].map(() => html`<div class="ghost"></div>`)}</div>`;
        }
        return html`
            <div class="note">
                <p>No chats yet. Start one with somebody’s user name; yours is <b>${this.chats.me.username}</b>.</p>
                <button class="button quiet" @click=${this.#newChat}>${plus()} Start a chat</button>
            </div>
        `;
    }

    /** @param {Chat} chat */
    #row(chat) {
        const { name, picture } = chat.face(this.chats.me.id);
        const unread = this.chats.unread(chat);
        const open = this.route.chat === chat.id;
        return html`
            <a class="chat ${unread ? 'unread' : ''}" href=${Route.toChat(chat.id)} aria-current=${open ? 'page' : 'false'}>
                <rk-avatar .user=${picture}></rk-avatar>
                <span class="lines">
                    <span class="line">
                        <bdi class="name">${name}</bdi>
                        ${this.#time(chat)}
                    </span>
                    <span class="line">
                        <span class="preview" dir="auto">${this.#preview(chat)}</span>
                        ${unread
                            ? html`<span class="count">${unread > 99 ? '99+' : unread}<span class="visually-hidden"> unread</span></span>`
                            : nothing}
                    </span>
                </span>
            </a>
        `;
    }

    /** @param {Chat} chat */
    #time(chat) {
        const at = chat.newest?.sentAt ?? chat.info.createdAt;
        return html`<time datetime=${at} title=${fullDate(at)}>${shortDate(at)}</time>`;
    }

    /** @param {Chat} chat */
    #preview(chat) {
        const waiting = this.chats.outbox.of(chat.id).at(-1);
        if (waiting) {
            return (waiting.failure ? 'Not sent: ' : 'Sending: ') + beginning(waiting.text);
        }
        if (!chat.newest) {
            return chat.head > 0 ? '…' : 'No messages yet';
        }
        const mine = chat.newest.sender === this.chats.me.id;
        const author = chat.isGroup ? chat.member(chat.newest.sender)?.displayName : undefined;
        const prefix = mine ? 'You: ' : author ? `${author}: ` : '';
        return prefix + beginning(chat.newest.text);
    }

    #newChat() {
        const dialog = /** @type {import('./new-chat.js').NewChat} */ (this.renderRoot.querySelector('rk-new-chat'));
        dialog.open();
    }

    async #leave() {
        this.leaving = true;
        await this.session.signOut();
        this.leaving = false;
    }
}

/** @param {string} text */
function beginning(text) {
    return text.slice(0, 160).replace(/\s+/gu, ' ');
}

customElements.define('rk-chat-list', ChatList);
