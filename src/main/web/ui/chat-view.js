import { css, html, LitElement, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import './avatar.js';
import './composer.js';
import { back } from './icons.js';
import './message-list.js';
import { shared } from './shared.js';
import './status.js';
import { Watch } from './watch.js';

/** One chat: who it is with, what was said, and where to write. */
export class ChatView extends LitElement {
    static properties = { chats: { attribute: false }, connection: { attribute: false }, chatId: { attribute: false } };

    static styles = [
        shared,
        css`
            :host {
                display: grid;
                /* Not the one column a grid has by itself: that grows with the longest name in it. */
                grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
                height: 100%;
            }

            header {
                display: flex;
                align-items: center;
                gap: var(--s3);
                height: 68px;
                padding-inline: var(--s4);
                border-bottom: 1px solid var(--line);
                background: var(--surface);
                --avatar: 40px;
            }

            .who {
                flex: 1;
                min-width: 0;
            }

            h1,
            .handle {
                overflow: hidden;
                text-overflow: ellipsis;
                white-space: nowrap;
            }

            h1 {
                font-size: 1rem;
                line-height: 1.35;
                letter-spacing: -0.005em;
            }

            .handle {
                color: var(--ink-soft);
                font-size: var(--text-s);
                line-height: 1.3;
            }

            .back,
            rk-status {
                display: none;
            }

            .gone {
                grid-row: 2;
                place-self: center;
                padding: var(--s5);
                color: var(--ink-soft);
                text-align: center;
            }

            @media (max-width: 720px) {
                header {
                    height: 60px;
                    padding-inline: var(--s1) var(--s3);
                    gap: var(--s2);
                }

                .back {
                    display: inline-grid;
                }

                rk-status {
                    display: inline-flex;
                }
            }
        `,
    ];

    constructor() {
        super();
        /** @type {import('../chats/chats.js').Chats} */
        this.chats = undefined;
        /** @type {import('../live/connection.js').Connection} */
        this.connection = undefined;
        /** @type {string} */
        this.chatId = undefined;
        new Watch(this, () => [this.chats]);
    }

    render() {
        const { chats, connection, chatId } = this;
        const chat = chats.get(chatId);
        if (!chat) {
            return chats.ready ? this.#gone() : nothing;
        }
        const { name, below, picture } = chat.face(chats.me.id);
        return html`
            <header>
                ${this.#back()}
                <rk-avatar .user=${picture}></rk-avatar>
                <div class="who">
                    <h1><bdi>${name}</bdi></h1>
                    <div class="handle">${below}</div>
                </div>
                <rk-status .connection=${connection}></rk-status>
            </header>
            ${keyed(
                chatId,
                html`
                    <rk-message-list .chats=${chats} .chat=${chat}></rk-message-list>
                    <rk-composer
                        .chatId=${chatId}
                        .drafts=${chats.drafts}
                        .peer=${name}
                        .limit=${chats.maxTextCharacters}
                        @send=${this.#send}
                    ></rk-composer>
                `,
            )}
        `;
    }

    #gone() {
        return html`
            <header>${this.#back()}<h1>No such chat</h1></header>
            <p class="gone">This chat does not exist, or you are not part of it. <a class="link" href="#">Back to your chats</a></p>
        `;
    }

    #back() {
        return html`<a class="icon-button back" href="#" aria-label="Back to your chats">${back()}</a>`;
    }

    /** @param {CustomEvent<string>} event */
    #send({ detail }) {
        this.chats.outbox.add(this.chatId, detail);
        const list = /** @type {import('./message-list.js').MessageList} */ (this.renderRoot.querySelector('rk-message-list'));
        list.toEnd();
    }
}

customElements.define('rk-chat-view', ChatView);
