import { css, html, LitElement, nothing } from 'lit';
import { characters, wellFormed } from '../text/count.ts';
import { send } from './icons.js';
import { shared } from './shared.js';

/** From here on, before the limit, the person is told how much room is left. */
const NEAR_LIMIT = 2_000;
const DRAFT_MS = 300;
const number = new Intl.NumberFormat();
/** On a phone the Enter key of the keyboard makes lines; there is a button to send. */
const touch = matchMedia('(hover: none) and (pointer: coarse)');

/** Where one writes. Fires 'send' with the text as detail. Keeps what was begun as the chat's draft. */
export class Composer extends LitElement {
    static properties = {
        chatId: { attribute: false },
        drafts: { attribute: false },
        peer: { attribute: false },
        limit: { attribute: false },
        left: { state: true },
        empty: { state: true },
    };

    static styles = [
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

            button {
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

            button:hover:not(:disabled) {
                background: var(--brand-hover);
            }

            button:disabled {
                background: var(--hover);
                color: var(--ink-soft);
            }
        `,
    ];

    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #saving;

    constructor() {
        super();
        /** @type {string} */
        this.chatId = undefined;
        /** @type {import('../chats/drafts.js').Drafts} */
        this.drafts = undefined;
        this.peer = '';
        this.limit = 100_000;
        this.left = this.limit;
        this.empty = true;
    }

    firstUpdated() {
        this.#field.value = this.drafts.of(this.chatId);
        this.#measure();
        if (!touch.matches) {
            this.#field.focus();
        }
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        if (this.#saving) {
            this.#keepDraft();
        }
    }

    render() {
        const { left, empty } = this;
        const near = left < NEAR_LIMIT;
        return html`
            <form @submit=${this.#submit}>
                <div class="box">
                    <textarea
                        rows="1"
                        dir="auto"
                        aria-label="Message to ${this.peer}"
                        aria-describedby="counter"
                        placeholder="Write a message"
                        enterkeyhint=${touch.matches ? 'enter' : 'send'}
                        autocomplete="off"
                        @input=${this.#onInput}
                        @keydown=${this.#onKey}
                    ></textarea>
                    <span id="counter" class="counter ${left < 0 ? 'over' : ''}" role="status" ?hidden=${!near}>
                        ${near ? this.#room() : nothing}
                    </span>
                </div>
                <button aria-label="Send" title="Send" ?disabled=${empty || left < 0}>${send()}</button>
            </form>
        `;
    }

    #room() {
        const { left } = this;
        return left < 0 ? `${number.format(-left)} characters too long` : `${number.format(left)} characters left`;
    }

    #onInput() {
        this.#measure();
        clearTimeout(this.#saving);
        this.#saving = setTimeout(() => this.#keepDraft(), DRAFT_MS);
    }

    /** @param {KeyboardEvent} event */
    #onKey(event) {
        // 229: the Enter that ends the choice of a character, in browsers that report it after the composition.
        const composing = event.isComposing || event.keyCode === 229;
        if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !composing && !touch.matches) {
            event.preventDefault();
            this.#submit(event);
        }
    }

    /** @param {Event} event */
    #submit(event) {
        event.preventDefault();
        this.#measure();
        if (this.empty || this.left < 0) {
            return;
        }
        const text = wellFormed(this.#field.value);
        this.#field.value = '';
        this.#keepDraft();
        this.#measure();
        this.#field.focus();
        this.dispatchEvent(new CustomEvent('send', { detail: text }));
    }

    #keepDraft() {
        clearTimeout(this.#saving);
        this.#saving = undefined;
        this.drafts.keep(this.chatId, this.#field.value);
    }

    #measure() {
        const { value } = this.#field;
        this.empty = value.trim() === '';
        // Counting code points takes time; a text that is short in code units is short.
        this.left = this.limit - (value.length > this.limit - NEAR_LIMIT ? characters(value) : value.length);
        if (!CSS.supports('field-sizing', 'content')) {
            this.#field.style.height = 'auto';
            this.#field.style.height = `${this.#field.scrollHeight + 2}px`;
        }
    }

    get #field() {
        return /** @type {HTMLTextAreaElement} */ (this.renderRoot.querySelector('textarea'));
    }
}

customElements.define('rk-composer', Composer);
