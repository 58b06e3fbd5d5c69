import { css, html, LitElement, type TemplateResult } from 'lit';
import { t } from '../i18n/texts.ts';
import { close } from './icons.ts';
import { shared } from './shared.ts';

const SHOWN_MS = 8_000;
const MOST = 3;

/** Says for a while what a person has to know and need not answer. */
export class Toast extends LitElement {
    static override properties = { lines: { state: true } };

    static override styles = [
        shared,
        css`
            :host {
                position: fixed;
                inset-inline: var(--s4);
                bottom: calc(var(--s7) + var(--s6));
                z-index: 40;
                display: grid;
                justify-items: center;
                gap: var(--s2);
                pointer-events: none;
            }

            p {
                display: flex;
                align-items: center;
                gap: var(--s2);
                max-width: min(520px, 100%);
                padding-block: var(--s1);
                padding-inline: var(--s4) var(--s1);
                border-radius: var(--round);
                background: var(--ink);
                color: var(--paper);
                font-size: var(--text-s);
                overflow-wrap: anywhere;
                box-shadow: var(--shadow);
                pointer-events: auto;
            }

            .icon-button,
            .icon-button:hover {
                background: none;
                color: inherit;
            }
        `,
    ];

    lines: { id: number; text: string }[] = [];
    #count = 0;

    say(text: string): void {
        const id = ++this.#count;
        this.lines = [...this.lines, { id, text }].slice(-MOST);
        setTimeout(() => this.#over(id), SHOWN_MS);
    }

    #over(gone: number): void {
        this.lines = this.lines.filter(({ id }) => id !== gone);
    }

    override render(): TemplateResult {
        return html`
            <div role="alert">
                ${this.lines.map(
                    ({ id, text }) => html`
                        <p>
                            ${text}
                            <button class="icon-button" aria-label=${t.status.dismiss} title=${t.status.dismiss} @click=${() => this.#over(id)}>
                                ${close()}
                            </button>
                        </p>
                    `,
                )}
            </div>
        `;
    }
}

customElements.define('rk-toast', Toast);
