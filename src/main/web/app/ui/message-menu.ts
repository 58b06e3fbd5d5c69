import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { SENDABLE } from '../../client/index.ts';
import { t } from '../i18n/texts.ts';
import type { Shown } from './items.ts';
import { shared } from './shared.ts';

const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🎉'];
const MARGIN = 8;

/** What can be done with one message. Fires 'edit', 'delete' and 'react', with the message in the detail. */
export class MessageMenu extends LitElement {
    static override properties = { message: { state: true }, me: { attribute: false } };

    static override styles = [
        shared,
        css`
            [popover] {
                position: fixed;
                inset: auto;
                margin: 0;
                min-width: 220px;
                padding: var(--s2);
                border: 1px solid var(--line);
                border-radius: 14px;
                background: var(--raised);
                color: var(--ink);
                box-shadow: var(--shadow);
            }

            .row {
                display: flex;
                justify-content: space-between;
                padding-bottom: var(--s1);
                margin-bottom: var(--s1);
                border-bottom: 1px solid var(--line);
            }

            .row button {
                width: 40px;
                height: 40px;
                border-radius: 50%;
                font-size: 1.25rem;
                font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif;
            }

            .row button[aria-checked='true'] {
                background: var(--brand-soft);
            }

            .item {
                display: block;
                width: 100%;
                min-height: 40px;
                padding: 0 var(--s3);
                border-radius: 8px;
                text-align: start;
            }

            button:is(:hover, :focus-visible) {
                background: var(--hover);
            }

            .danger {
                color: var(--danger);
            }
        `,
    ];

    message: Shown | null = null;
    me = '';
    #returnTo: HTMLElement | null = null;

    async show(message: Shown, beside: HTMLElement): Promise<void> {
        this.message = message;
        this.#returnTo = beside.closest('li');
        await this.updateComplete;
        const menu = this.#menu;
        menu.showPopover();
        const place = beside.getBoundingClientRect();
        const { width, height } = menu.getBoundingClientRect();
        const below = place.bottom + height + MARGIN < innerHeight;
        menu.style.top = `${Math.max(MARGIN, below ? place.bottom : place.top - height)}px`;
        menu.style.left = `${Math.min(Math.max(MARGIN, place.left + place.width / 2 - width / 2), innerWidth - width - MARGIN)}px`;
        menu.querySelector('button')?.focus();
    }

    override render(): unknown {
        const { message } = this;
        return html`
            <div popover role="menu" aria-label=${t.message.actions} @keydown=${this.#onKey} @toggle=${this.#toggled}>
                ${message ? this.#items(message) : nothing}
            </div>
        `;
    }

    #items(message: Shown): TemplateResult {
        const mine = (emoji: string) => message.reactions.some((each) => each.emoji === emoji && each.users.includes(this.me));
        return html`
            ${SENDABLE.includes('reacted')
                ? html`<div class="row" role="group" aria-label=${t.message.reactions}>
                      ${EMOJI.map(
                          (emoji) => html`
                              <button
                                  role="menuitemcheckbox"
                                  aria-checked=${mine(emoji)}
                                  aria-label=${t.message.react(emoji)}
                                  @click=${() => this.#choose('react', { message, emoji, on: !mine(emoji) })}
                              >
                                  ${emoji}
                              </button>
                          `,
                      )}
                  </div>`
                : nothing}
            <button class="item" role="menuitem" @click=${() => this.#copy(message)}>${t.message.copy}</button>
            ${message.mine && SENDABLE.includes('edited')
                ? html`<button class="item" role="menuitem" @click=${() => this.#choose('edit', { message })}>${t.message.edit}</button>`
                : nothing}
            ${message.mine && SENDABLE.includes('deleted')
                ? html`<button class="item danger" role="menuitem" @click=${() => this.#choose('delete', { message })}>
                      ${t.message.deleteForAll}
                  </button>`
                : nothing}
        `;
    }

    #copy(message: Shown): void {
        this.#menu.hidePopover();
        void navigator.clipboard?.writeText(message.text ?? '').catch(() => undefined);
    }

    #choose(what: string, detail: object): void {
        this.#menu.hidePopover();
        this.dispatchEvent(new CustomEvent(what, { detail }));
    }

    #onKey(event: KeyboardEvent): void {
        const buttons = [...this.#menu.querySelectorAll('button')];
        const at = buttons.indexOf(this.shadowRoot?.activeElement as HTMLButtonElement);
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (step) {
            event.preventDefault();
            buttons[(at + step + buttons.length) % buttons.length]?.focus();
        } else if (event.key === 'Tab') {
            this.#menu.hidePopover();
        }
        event.stopPropagation();
    }

    #toggled(event: ToggleEvent): void {
        if (event.newState === 'closed') {
            this.#returnTo?.focus({ preventScroll: true });
        }
    }

    get #menu(): HTMLElement {
        return this.renderRoot.querySelector<HTMLElement>('[popover]')!;
    }
}

customElements.define('rk-message-menu', MessageMenu);
