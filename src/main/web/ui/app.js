import { css, html, LitElement } from 'lit';
import { untilTomorrow } from '../text/dates.ts';
import './chat-list.js';
import './chat-view.js';
import './nothing-open.js';
import { shared } from './shared.js';
import './sign-in.js';
import { Watch } from './watch.js';

const NAME = 'Rookery';

/** The frame: the door while nobody is signed in; then the list of chats and one of them, side by side or in turn. */
export class App extends LitElement {
    static properties = { client: { attribute: false }, announcement: { state: true } };

    static styles = [
        shared,
        css`
            :host {
                display: block;
                height: 100%;
            }

            .frame {
                display: grid;
                grid-template-columns: minmax(280px, 340px) minmax(0, 1fr);
                height: 100%;
                /* The keyboard of a phone makes the page shorter, not covered. */
                height: 100dvh;
            }

            .frame > * {
                min-width: 0;
                min-height: 0;
            }

            @media (max-width: 720px) {
                .frame {
                    grid-template-columns: minmax(0, 1fr);
                }

                .frame.in-chat .list,
                .frame:not(.in-chat) .chat {
                    display: none;
                }
            }
        `,
    ];

    #arrived = (/** @type {Event} */ event) => this.#announce(/** @type {CustomEvent} */ (event).detail);

    constructor() {
        super();
        /** @type {import('../client.js').Client} */
        this.client = undefined;
        this.announcement = '';
        new Watch(this, () => [this.client, this.client?.route, this.client?.chats]);
    }

    shouldUpdate() {
        return Boolean(this.client);
    }

    connectedCallback() {
        super.connectedCallback();
        this.#renderTomorrow();
    }

    willUpdate() {
        const { chats, route } = this.client;
        chats?.addEventListener('arrived', this.#arrived);
        chats?.show(route.chat);
        const unread = chats?.totalUnread ?? 0;
        document.title = unread > 0 ? `(${unread}) ${NAME}` : NAME;
    }

    render() {
        const { chats, connection, session, route } = this.client;
        if (!chats || !connection) {
            return html`<rk-sign-in .session=${session}></rk-sign-in>`;
        }
        const open = route.chat;
        return html`
            <main class="frame ${open ? 'in-chat' : ''}">
                <section class="list" aria-label="You and your chats">
                    <rk-chat-list .chats=${chats} .connection=${connection} .session=${session} .route=${route}></rk-chat-list>
                </section>
                <section class="chat" aria-label="Conversation">${this.#conversation(open)}</section>
            </main>
            <div class="visually-hidden" role="log" aria-live="polite" aria-label="New messages">${this.announcement}</div>
        `;
    }

    /** @param {string | null} open */
    #conversation(open) {
        const { chats, connection } = this.client;
        if (!open) {
            return html`<rk-nothing-open .chats=${chats}></rk-nothing-open>`;
        }
        return html`<rk-chat-view .chats=${chats} .connection=${connection} .chatId=${open}></rk-chat-view>`;
    }

    /** @param {{ chat: import('../chats/chat.js').Chat, entry: import('../api/api.js').Entry }} arrival */
    #announce({ chat, entry }) {
        const text = entry.text.length > 200 ? entry.text.slice(0, 200) + '…' : entry.text;
        this.announcement = `${chat.member(entry.sender)?.displayName ?? 'Somebody'}: ${text}`;
    }

    #renderTomorrow() {
        setTimeout(() => {
            this.client.chats?.dispatchEvent(new Event('change'));
            this.#renderTomorrow();
        }, untilTomorrow() + 1_000);
    }
}

customElements.define('rk-app', App);
