import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Chats } from '../../client/index.ts';
import { t } from '../i18n/texts.ts';
import { characters, wellFormed } from '../text/count.ts';
import { close, send, stored } from './icons.ts';
import { shared } from './shared.ts';

/** From here on, before the limit, the person is told how much room is left. */
const NEAR_LIMIT = 2_000;
/** On a phone the Enter key of the keyboard makes lines; there is a button to send. */
const touch = matchMedia('(hover: none) and (pointer: coarse)');

/** Where one writes. Fires 'send' with the text as detail, or 'change' with the message that is to get another text. Keeps what was begun as the chat's draft. */
export class Composer extends LitElement {
    static override properties = {
        chatId: { attribute: false },
        chats: { attribute: false },
        peer: { attribute: false },
        left: { state: true },
        editing: { state: true },
        empty: { state: true },
    };

    static override styles = [
        shared,
        css`
            :host {
                display: block;
                background: var(--surface);
                border-top: 1px solid var(--line);
                padding: var(--s3) clamp(var(--s3), 4vw, var(--s6));
                padding-bottom: max(var(--s3), env(safe-area-inset-bottom));
            }

            form {
                display: flex;
                align-items: flex-end;
                gap: var(--s2);
                max-width: 860px;
                margin-inline: auto;
            }

            .box {
                position: relative;
                flex: 1;
                min-width: 0;
                display: grid;
            }

            textarea {
                display: block;
                width: 100%;
                min-height: 44px;
                max-height: min(40dvh, 320px);
                padding: 10px var(--s4);
                border: 1px solid color-mix(in srgb, var(--ink-soft), var(--surface) 45%);
                border-radius: 22px;
                background: var(--paper);
                font-size: 1rem;
                line-height: 1.4;
                resize: none;
                overflow-y: auto;
                field-sizing: content;
            }

            textarea:focus-visible {
                outline-offset: -1px;
                border-color: var(--focus);
            }

            textarea::placeholder {
                color: var(--ink-soft);
                opacity: 1;
            }

            .counter {
                position: absolute;
                inset-inline-end: var(--s3);
                bottom: calc(100% + 4px);
                padding: 1px 8px;
                border-radius: 9px;
                background: var(--raised);
                border: 1px solid var(--line);
                color: var(--ink-soft);
                font-size: var(--text-xs);
                font-variant-numeric: tabular-nums;
            }

            .counter.over {
                color: var(--danger);
                border-color: currentColor;
                font-weight: 600;
            }

            .editing {
                display: flex;
                align-items: center;
                justify-content: space-between;
                max-width: 860px;
                margin: 0 auto var(--s1);
                padding-inline-start: var(--s4);
                border-inline-start: 3px solid var(--brand);
                color: var(--brand);
                font-size: var(--text-s);
                font-weight: 600;
            }

            .send {
                display: grid;
                place-items: center;
                flex: none;
                width: 44px;
                height: 44px;
                border-radius: 50%;
                background: var(--brand);
                color: var(--on-brand);
                transition: background 0.15s;
            }

            .send:hover:not(:disabled) {
                background: var(--brand-hover);
            }

            .send:disabled {
                background: var(--hover);
                color: var(--ink-soft);
            }
        `,
    ];

    chatId!: string;
    chats!: Chats;
    peer = '';
    left = 100_000;
    empty = true;
    /** The seq of the message that is being edited; 0 for none. */
    editing = 0;

    #stop: (() => void)[] = [];
    readonly #keepNow = () => this.chats.flush();

    override connectedCallback(): void {
        super.connectedCallback();
        this.#stop = [this.chats.on('draft', (draft) => draft.chat === this.chatId && this.#takeOver(draft))];
        addEventListener('pagehide', this.#keepNow);
    }

    override firstUpdated(): void {
        this.#field.value = this.chats.draft(this.chatId);
        this.#measure();
        if (!touch.matches) {
            this.#field.focus();
        }
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#stop.forEach((stop) => stop());
        removeEventListener('pagehide', this.#keepNow);
    }

    override render(): TemplateResult {
        const { left, empty } = this;
        const near = left < NEAR_LIMIT;
        return html`
            ${this.editing
                ? html`<div class="editing">
                      <span>${t.composer.editing}</span>
                      <button
                          type="button"
                          class="icon-button"
                          aria-label=${t.composer.cancelEdit}
                          title=${t.composer.cancelEdit}
                          @click=${this.#leaveEdit}
                      >
                          ${close()}
                      </button>
                  </div>`
                : nothing}
            <form @submit=${this.#submit}>
                <div class="box">
                    <textarea
                        rows="1"
                        dir="auto"
                        aria-label=${t.composer.messageTo(this.peer)}
                        aria-describedby="counter"
                        placeholder=${t.composer.placeholder}
                        enterkeyhint=${touch.matches ? 'enter' : 'send'}
                        autocomplete="off"
                        @input=${this.#onInput}
                        @keydown=${this.#onKey}
                    ></textarea>
                    <span id="counter" class="counter ${left < 0 ? 'over' : ''}" role="status" ?hidden=${!near}>
                        ${near ? (left < 0 ? t.composer.tooLong(-left) : t.composer.left(left)) : nothing}
                    </span>
                </div>
                <button
                    class="send"
                    aria-label=${this.editing ? t.composer.save : t.composer.send}
                    title=${this.editing ? t.composer.save : t.composer.send}
                    ?disabled=${empty || left < 0}
                >
                    ${this.editing ? stored() : send()}
                </button>
            </form>
        `;
    }

    /** Takes a message into the field, in place of the draft, which comes back afterwards. */
    edit(target: number, text: string): void {
        this.editing = target;
        this.#field.value = text;
        this.#measure();
        this.#field.focus();
    }

    #leaveEdit(): void {
        this.editing = 0;
        this.#field.value = this.chats.draft(this.chatId);
        this.#measure();
        this.#field.focus();
    }

    /** Another tab changed the draft, or emptied it by sending: then only of what was sent there. */
    #takeOver({ text, sent }: { text: string; sent?: string }): void {
        const field = this.#field;
        const writing = this.shadowRoot?.activeElement === field && document.hasFocus();
        if (!this.editing && (sent === undefined ? !writing : field.value === sent)) {
            field.value = text;
            this.#measure();
        }
    }

    #onInput(): void {
        this.#measure();
        if (!this.editing) {
            if (!this.empty) {
                this.chats.typing.say(this.chatId);
            }
            this.chats.keepDraft(this.chatId, this.#field.value);
        }
    }

    #onKey(event: KeyboardEvent): void {
        // 229: the Enter that ends the choice of a character, in browsers that report it after the composition.
        const composing = event.isComposing || event.keyCode === 229;
        if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !composing && !touch.matches) {
            event.preventDefault();
            this.#submit(event);
        } else if (event.key === 'Escape' && this.editing) {
            event.preventDefault();
            this.#leaveEdit();
        }
    }

    #submit(event: Event): void {
        event.preventDefault();
        this.#measure();
        if (this.empty || this.left < 0) {
            return;
        }
        const text = wellFormed(this.#field.value);
        if (this.editing) {
            const target = this.editing;
            this.#leaveEdit();
            this.dispatchEvent(new CustomEvent('change', { detail: { target, text } }));
            return;
        }
        this.#field.value = '';
        this.#measure();
        this.#field.focus();
        this.dispatchEvent(new CustomEvent('send', { detail: text }));
    }

    #measure(): void {
        const { value } = this.#field;
        const limit = this.chats.maxTextCharacters;
        this.empty = value.trim() === '';
        // Counting code points takes time; a text that is short in code units is short.
        this.left = limit - (value.length > limit - NEAR_LIMIT ? characters(value) : value.length);
        if (!CSS.supports('field-sizing', 'content')) {
            this.#field.style.height = 'auto';
            this.#field.style.height = `${this.#field.scrollHeight + 2}px`;
        }
    }

    get #field(): HTMLTextAreaElement {
        return this.renderRoot.querySelector('textarea')!;
    }
}

customElements.define('rk-composer', Composer);
