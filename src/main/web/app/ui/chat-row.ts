import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { type Chat, type Chats, textOf } from '../../client/index.ts';
import { t } from '../i18n/texts.ts';
import { faceOf, nameOf, presenceOf } from '../state/faces.ts';
import { Route } from '../state/route.ts';
import { Watch } from '../state/watch.ts';
import { fullDate, shortDate } from '../text/dates.ts';
import './avatar.ts';
import { shared } from './shared.ts';

/** One chat in the list. Fires 'open' with its id when it is chosen. */
export class ChatRow extends LitElement {
    static override properties = { chats: { attribute: false }, chat: { attribute: false }, open: { type: Boolean } };

    static override styles = [
        shared,
        css`
            :host {
                display: block;
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

            .draft {
                color: var(--brand);
                font-weight: 600;
            }
        `,
    ];

    chats!: Chats;
    chat!: Chat;
    open = false;

    constructor() {
        super();
        new Watch(
            this,
            () => this.chats,
            (chats, again) => [
                chats.on('chat', (id) => id === this.chat.id && again()),
                chats.on('typing', (id) => id === this.chat.id && again()),
                chats.on('presence', again),
                chats.on('list', again),
            ],
        );
    }

    override render(): TemplateResult {
        const { chat, chats } = this;
        const { name, picture } = faceOf(chat, chats);
        const unread = chats.unread(chat);
        return html`
            <a
                class="chat ${unread ? 'unread' : ''}"
                href=${Route.toChat(chat.id)}
                aria-current=${this.open ? 'page' : 'false'}
                @click=${this.#choose}
            >
                <rk-avatar .user=${picture} .present=${presenceOf(chat, chats)}></rk-avatar>
                <span class="lines">
                    <span class="line">
                        <bdi class="name">${name}</bdi>
                        <time datetime=${chat.activeAt} title=${fullDate(chat.activeAt)}>${shortDate(chat.activeAt)}</time>
                    </span>
                    <span class="line">
                        <span class="preview" dir="auto">${this.#preview()}</span>
                        ${unread
                            ? html`<span class="count">${unread > 99 ? '99+' : unread}<span class="visually-hidden"> ${t.chats.unread}</span></span>`
                            : nothing}
                    </span>
                </span>
            </a>
        `;
    }

    #preview(): unknown {
        const { chat, chats } = this;
        const typing = chats.typing.in(chat.id);
        if (typing.length > 0) {
            const who = chat.isGroup ? t.presence.typingIn(typing.map((user) => nameOf(user, chats))) : t.presence.typing;
            return html`<span class="draft">${who}</span>`;
        }
        const waiting = chats.outbox.of(chat.id).filter(({ content }) => content.kind === 'message').at(-1);
        if (waiting) {
            return (waiting.failure ? t.chats.notSent : t.chats.sending) + beginning(textOf(waiting) ?? '');
        }
        const draft = this.open ? '' : chats.draft(chat.id);
        if (draft) {
            return html`<span class="draft">${t.chats.draft}</span>${beginning(draft)}`;
        }
        const { newest } = chat;
        if (newest?.content.kind !== 'message') {
            return chat.top > 0 ? '…' : t.chats.noMessages;
        }
        const by = newest.author === chats.me.id ? t.chats.you : chat.isGroup ? t.chats.by(nameOf(newest.author, chats)) : '';
        const text = textOf(chats.view(chat, newest));
        return text === null ? html`<i>${t.message.deleted}</i>` : by + beginning(text);
    }

    #choose(event: MouseEvent): void {
        if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
            event.preventDefault();
            this.dispatchEvent(new CustomEvent('open', { detail: this.chat.id }));
        }
    }
}

/** Without line breaks, and no longer than a row can be. */
function beginning(text: string): string {
    return text.slice(0, 160).replace(/\s+/gu, ' ');
}

customElements.define('rk-chat-row', ChatRow);
