import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Chats, Client } from '../../client/index.ts';
import { explain, t } from '../i18n/texts.ts';
import { faceOf, nameOf, peerOf } from '../state/faces.ts';
import { onKey } from '../state/keys.ts';
import type { Route } from '../state/route.ts';
import type { Update } from '../state/update.ts';
import { oncePerFrame } from '../state/watch.ts';
import { untilTomorrow } from '../text/dates.ts';
import { Announcer } from './announcer.ts';
import './chat-list.ts';
import './chat.ts';
import './nothing-open.ts';
import { shared } from './shared.ts';
import './sign-in.ts';
import './toast.ts';
import type { Toast } from './toast.ts';

const NAME = 'Rookery';
/** Chats whose people are asked for. */
const WATCHED = 100;

/** The frame: the door while nobody is signed in; then the list of chats and one of them, side by side or in turn. */
export class App extends LitElement {
    static override properties = { client: { attribute: false }, route: { attribute: false }, newer: { attribute: false } };

    static override styles = [
        shared,
        css`
            :host {
                display: block;
                height: 100%;
            }

            .frame {
                display: grid;
                grid-template: auto auto minmax(0, 1fr) / minmax(280px, 340px) minmax(0, 1fr);
                height: 100%;
                /* The keyboard of a phone makes the page shorter, not covered. */
                height: 100dvh;
            }

            .frame > section {
                grid-row: 3;
                min-width: 0;
                min-height: 0;
            }

            .notice {
                grid-column: 1 / -1;
                padding: var(--s2) var(--s4);
                background: var(--brand-soft);
                color: var(--on-brand-soft);
                font-size: var(--text-s);
                text-align: center;
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

    client!: Client;
    route!: Route;
    /** Not `update`: that name is the component's own. */
    newer!: Update;
    readonly #announcer = new Announcer();
    #followed: unknown;

    override connectedCallback(): void {
        super.connectedCallback();
        const again = oncePerFrame(() => this.requestUpdate());
        this.client.on('change', again);
        this.route.on('change', again);
        this.newer.on('ready', again);
        document.addEventListener('visibilitychange', () => this.#replaceUnseen());
        document.addEventListener('keydown', (event) => this.client.chats && onKey(event, this.client.chats, this.route));
        this.#renderTomorrow();
    }

    override willUpdate(): void {
        const { chats } = this.client;
        if (chats && chats !== this.#followed) {
            this.#followed = chats;
            const title = oncePerFrame(() => this.#title());
            chats.on('chat', title);
            chats.on('list', title);
            chats.on('list', oncePerFrame(() => this.#watch(chats)));
            chats.outbox.on('refused', (refused) => this.#toast.say(t.message.changeRefused(explain(refused))));
            chats.on('arrived', ({ chat, entry }) => {
                const text = entry.content.kind === 'message' ? entry.content.text.slice(0, 200) : '';
                this.#announcer.say(t.chat.announced(nameOf(entry.author, chats), text), faceOf(chat, chats).name);
            });
        }
        if (!chats && this.#followed) {
            this.#followed = undefined;
            this.route.forget();
        }
        if (chats) {
            this.#watch(chats);
        }
        this.#title();
    }

    /** Whoever is on the screen: the people of the newest chats, and those of the one that is open. */
    #watch(chats: Chats): void {
        const peers = chats.list.slice(0, WATCHED).flatMap((chat) => peerOf(chat, chats) ?? []);
        const open = chats.get(this.route.chat)?.head.members.slice(0, WATCHED) ?? [];
        chats.presence.watch([...peers, ...open].filter((user) => user !== chats.me.id));
    }

    #title(): void {
        const { chats } = this.client;
        const unread = chats ? chats.list.filter((chat) => chats.unread(chat) > 0).length : 0;
        document.title = unread > 0 ? `(${unread}) ${NAME}` : NAME;
    }

    override render(): unknown {
        const { chats, tabs, session } = this.client;
        if (!session.known) {
            return '';
        }
        if (!chats || !tabs) {
            return session.user ? '' : html`${this.#newer()}<rk-sign-in .session=${session}></rk-sign-in>`;
        }
        const open = this.route.chat;
        return html`
            <main class="frame ${open ? 'in-chat' : ''}">
                ${this.#newer()} ${this.client.durable ? '' : html`<p class="notice" role="status">${t.status.notKept}</p>`}
                <section class="list" aria-label=${t.chats.youAndChats}>
                    <rk-chat-list .chats=${chats} .tabs=${tabs} .session=${session} .route=${this.route} .open=${open}></rk-chat-list>
                </section>
                <section class="chat" aria-label=${t.chat.conversation}>${this.#conversation()}</section>
            </main>
            ${this.#announcer.place}
            <rk-toast></rk-toast>
        `;
    }

    #newer(): unknown {
        return this.newer.isReady
            ? html`<p class="notice" role="status">
                  ${t.status.newer} <button class="link" @click=${() => this.newer.replace()}>${t.status.reload}</button>
              </p>`
            : '';
    }

    /** Nobody looks, and nothing waits to be sent: no need to ask. */
    #replaceUnseen(): void {
        if (document.hidden && this.newer.isReady && (this.client.chats?.outbox.size ?? 0) === 0) {
            this.newer.replace();
        }
    }

    get #toast(): Toast {
        return this.renderRoot.querySelector<Toast>('rk-toast')!;
    }

    #conversation(): TemplateResult {
        const { chats, tabs } = this.client;
        const { chat, seq } = this.route.place;
        if (!chat) {
            return html`<rk-nothing-open .chats=${chats}></rk-nothing-open>`;
        }
        return html`<rk-chat .chats=${chats} .tabs=${tabs} .route=${this.route} .chatId=${chat} .seq=${seq}></rk-chat>`;
    }

    #renderTomorrow(): void {
        setTimeout(() => {
            this.client.chats?.refresh();
            this.#renderTomorrow();
        }, untilTomorrow() + 1_000);
    }
}

customElements.define('rk-app', App);
