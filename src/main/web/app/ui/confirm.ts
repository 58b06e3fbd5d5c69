import { css, html, LitElement, type TemplateResult } from 'lit';
import { t } from '../i18n/texts.ts';
import { shared } from './shared.ts';

/** Asks once more before something that can't be undone. Fires 'confirm'. */
export class Confirm extends LitElement {
    static override properties = { question: { attribute: false }, hint: { attribute: false }, action: { attribute: false } };

    static override styles = [
        shared,
        css`
            dialog {
                width: min(400px, calc(100vw - 2 * var(--s4)));
                padding: var(--s5);
                border: 1px solid var(--line);
                border-radius: 16px;
                background: var(--raised);
                color: var(--ink);
                box-shadow: var(--shadow);
            }

            dialog::backdrop {
                background: rgb(15 13 24 / 45%);
            }

            h2 {
                font-size: var(--text-l);
            }

            p {
                margin-top: var(--s2);
                color: var(--ink-soft);
            }

            .actions {
                display: flex;
                flex-wrap: wrap;
                justify-content: flex-end;
                gap: var(--s2);
                margin-top: var(--s5);
            }

            .danger {
                background: var(--danger);
                color: var(--surface);
            }

            .danger:hover:not(:disabled) {
                background: color-mix(in srgb, var(--danger), var(--ink) 20%);
            }
        `,
    ];

    question = '';
    hint = '';
    action = '';

    show(): void {
        this.#dialog.showModal();
    }

    override render(): TemplateResult {
        return html`
            <dialog aria-labelledby="question" aria-describedby="hint">
                <h2 id="question">${this.question}</h2>
                <p id="hint">${this.hint}</p>
                <div class="actions">
                    <button class="button quiet" autofocus @click=${() => this.#dialog.close()}>${t.message.cancel}</button>
                    <button class="button danger" @click=${this.#confirm}>${this.action}</button>
                </div>
            </dialog>
        `;
    }

    #confirm(): void {
        this.#dialog.close();
        this.dispatchEvent(new CustomEvent('confirm'));
    }

    get #dialog(): HTMLDialogElement {
        return this.renderRoot.querySelector('dialog')!;
    }
}

customElements.define('rk-confirm', Confirm);
