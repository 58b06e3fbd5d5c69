import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Chats, Session, Tabs } from '../../client/index.ts';
import { t } from '../i18n/texts.ts';
import type { Route } from '../state/route.ts';
import { Watch } from '../state/watch.ts';
import './avatar.ts';
import './chat-row.ts';
import { leave, plus } from './icons.ts';
import './new-chat.ts';
import type { NewChat } from './new-chat.ts';
import { shared } from './shared.ts';
import './status.ts';

/** Rows in the document at once; more come when somebody scrolls there. */
const SLICE = 60;

/** Who is signed in, whether the connection stands, and all chats. */
export class ChatList extends LitElement {
    static override properties = {
        chats: { attribute: false },
        tabs: { attribute: false },
        session: { attribute: false },
        route: { attribute: false },
        open: { attribute: false },
        leaving: { state: true },
        shown: { state: true },
    };

    static override styles = [
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

    chats!: Chats;
    tabs!: Tabs;
    session!: Session;
    route!: Route;
    /** The id of the chat that is open. */
    open: string | null = null;
    leaving = false;
    shown = SLICE;

    constructor() {
        super();
        let order = '';
        new Watch(
            this,
            () => this.chats,
            (chats, again) => [
                chats.on('list', again),
                chats.on('chat', () => {
                    const now = this.#order();
                    if (now !== order) {
                        order = now;
                        again();
                    }
                }),
            ],
        );
    }

    #order(): string {
        return this.chats.list.map(({ id }) => id).join();
    }

    override render(): TemplateResult {
        const { me } = this.chats;
        return html`
            <header>
                <rk-avatar .user=${me}></rk-avatar>
                <div class="me">
                    <div class="line"><bdi class="name" title=${'@' + me.username}>${me.displayName}</bdi></div>
                    <rk-status .tabs=${this.tabs}></rk-status>
                </div>
                <button
                    class="icon-button"
                    aria-label=${t.chats.signOut}
                    title=${t.chats.signOut}
                    ?disabled=${this.leaving}
                    @click=${this.#leave}
                >
                    ${leave()}
                </button>
            </header>
            <div class="title">
                <h1>${t.chats.title}</h1>
                <button class="icon-button" aria-label=${t.chats.newChat} title=${t.chats.newChat} @click=${this.#newChat}>
                    ${plus()}
                </button>
            </div>
            <nav aria-label=${t.chats.title} @scroll=${this.#more}>${this.#content()}</nav>
            <rk-new-chat .chats=${this.chats} .route=${this.route}></rk-new-chat>
        `;
    }

    #content(): TemplateResult {
        const { chats } = this;
        const list = chats.list.slice(0, this.shown);
        if (list.length > 0) {
            return html`
                <ul>
                    ${repeat(
                        list,
                        ({ id }) => id,
                        (chat) => html`
                            <li>
                                <rk-chat-row
                                    .chats=${chats}
                                    .chat=${chat}
                                    .open=${chat.id === this.open}
                                    @open=${this.#choose}
                                ></rk-chat-row>
                            </li>
                        `,
                    )}
                </ul>
            `;
        }
        if (!chats.ready) {
            return html`<div aria-hidden="true">${[1, 2, 3, 4, 5, 6].map(() => html`<div class="ghost"></div>`)}</div>`;
        }
        return html`
            <div class="note">
                <p>${t.chats.none} <b>${chats.me.username}</b>.</p>
                <button class="button quiet" @click=${this.#newChat}>${plus()} ${t.chats.start}</button>
            </div>
        `;
    }

    #more(event: Event): void {
        const { scrollTop, scrollHeight, clientHeight } = event.target as HTMLElement;
        if (scrollHeight - scrollTop - clientHeight < clientHeight) {
            this.shown = Math.min(this.shown + SLICE, this.chats.list.length + SLICE);
        }
    }

    #choose(event: CustomEvent<string>): void {
        this.route.openChat(event.detail);
    }

    #newChat(): void {
        (this.renderRoot.querySelector('rk-new-chat') as NewChat).show();
    }

    async #leave(): Promise<void> {
        this.leaving = true;
        await this.session.signOut();
        this.leaving = false;
    }
}

customElements.define('rk-chat-list', ChatList);
