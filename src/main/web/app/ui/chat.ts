import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Chats, Tabs } from '../../client/index.ts';
import { t } from '../i18n/texts.ts';
import { belowOf, faceOf, presenceOf } from '../state/faces.ts';
import type { Route } from '../state/route.ts';
import { Watch } from '../state/watch.ts';
import './avatar.ts';
import './composer.ts';
import type { Composer } from './composer.ts';
import './confirm.ts';
import type { Confirm } from './confirm.ts';
import { back } from './icons.ts';
import type { Shown } from './items.ts';
import './message-list.ts';
import type { MessageList } from './message-list.ts';
import { shared } from './shared.ts';
import './status.ts';

/** One chat: who it is with, what was said, and where to write. */
export class ChatView extends LitElement {
    static override properties = {
        chats: { attribute: false },
        tabs: { attribute: false },
        route: { attribute: false },
        chatId: { attribute: false },
        seq: { attribute: false },
    };

    static override styles = [
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

    chats!: Chats;
    tabs!: Tabs;
    route!: Route;
    chatId!: string;
    /** The message to begin at, if one was asked for. */
    seq: number | null = null;
    #deleting = 0;

    constructor() {
        super();
        let known = '';
        new Watch(
            this,
            () => this.chats,
            (chats, again) => [
                chats.on('list', again),
                chats.on('presence', again),
                chats.on('typing', (id) => id === this.chatId && again()),
                chats.on('chat', (id) => {
                    // What is said changes nothing here; that the chat came, or its title, does.
                    const now = `${this.chatId} ${chats.get(this.chatId) !== undefined} ${chats.get(this.chatId)?.head.title}`;
                    if (id === this.chatId && now !== known) {
                        known = now;
                        again();
                    }
                }),
            ],
        );
    }

    override render(): unknown {
        const { chats, tabs, chatId } = this;
        const chat = chats.get(chatId);
        if (!chat) {
            return chats.synced ? this.#gone() : nothing;
        }
        const { name, picture } = faceOf(chat, chats);
        return html`
            <header>
                ${this.#back()}
                <rk-avatar .user=${picture} .present=${presenceOf(chat, chats)}></rk-avatar>
                <div class="who">
                    <h1><bdi>${name}</bdi></h1>
                    <div class="handle">${belowOf(chat, chats)}</div>
                </div>
                <rk-status .tabs=${tabs}></rk-status>
            </header>
            ${keyed(
                chatId,
                html`
                    <rk-message-list
                        .chats=${chats}
                        .chat=${chat}
                        .seq=${this.seq}
                        @edit=${this.#edit}
                        @delete=${this.#askToDelete}
                    ></rk-message-list>
                    <rk-composer
                        .chatId=${chatId}
                        .chats=${chats}
                        .peer=${name}
                        @send=${this.#send}
                        @change=${this.#changed}
                    ></rk-composer>
                `,
            )}
            <rk-confirm
                .question=${t.message.deleteQuestion}
                .hint=${t.message.deleteHint}
                .action=${t.message.deleteForAll}
                @confirm=${this.#delete}
            ></rk-confirm>
        `;
    }

    #edit({ detail }: CustomEvent<{ message: Shown }>): void {
        const { seq, text } = detail.message;
        this.renderRoot.querySelector<Composer>('rk-composer')!.edit(seq ?? 0, text ?? '');
    }

    #changed({ detail }: CustomEvent<{ target: number; text: string }>): void {
        void this.chats.change(this.chatId, { kind: 'edited', ...detail });
    }

    #askToDelete({ detail }: CustomEvent<{ message: Shown }>): void {
        this.#deleting = detail.message.seq ?? 0;
        this.renderRoot.querySelector<Confirm>('rk-confirm')!.show();
    }

    #delete(): void {
        void this.chats.change(this.chatId, { kind: 'deleted', target: this.#deleting });
    }

    #gone(): TemplateResult {
        return html`
            <header>
                ${this.#back()}
                <h1>${t.chat.noSuch}</h1>
            </header>
            <p class="gone">${t.chat.noSuchLong} <a class="link" href="#" @click=${this.#toList}>${t.chat.back}</a></p>
        `;
    }

    #back(): TemplateResult {
        return html`<a class="icon-button back" href="#" aria-label=${t.chat.back} @click=${this.#toList}>${back()}</a>`;
    }

    #toList(event: Event): void {
        event.preventDefault();
        this.route.toList();
    }

    #send({ detail }: CustomEvent<string>): void {
        void this.chats.send(this.chatId, detail);
        (this.renderRoot.querySelector('rk-message-list') as MessageList).sent();
    }
}

customElements.define('rk-chat', ChatView);
