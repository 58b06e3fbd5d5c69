import { css, html, LitElement } from 'lit';
import { shared } from './shared.js';
import { Watch } from './watch.js';

/** Shorter interruptions are not worth a person's attention. */
const GRACE_MS = 1_500;

/** Whether the connection stands, in a place that is always there, so that nothing moves when it changes. */
export class Status extends LitElement {
    static properties = { connection: { attribute: false }, late: { state: true } };

    static styles = [
        shared,
        css`
            :host {
                display: inline-flex;
                align-items: center;
                gap: 6px;
                color: var(--ink-soft);
                font-size: var(--text-xs);
                line-height: 1.3;
                white-space: nowrap;
            }

            .dot {
                width: 7px;
                height: 7px;
                border-radius: 50%;
                background: var(--good);
            }

            .away {
                background: var(--warn);
                animation: breathe 1.2s ease-in-out infinite alternate;
            }

            @keyframes breathe {
                to {
                    opacity: 0.25;
                }
            }
        `,
    ];

    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;

    constructor() {
        super();
        /** @type {import('../live/connection.js').Connection} */
        this.connection = undefined;
        this.late = false;
        new Watch(this, () => [this.connection]);
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        clearTimeout(this.#timer);
        this.#timer = undefined;
    }

    willUpdate() {
        if (this.connection.state === 'online') {
            clearTimeout(this.#timer);
            this.#timer = undefined;
            this.late = false;
        } else {
            this.#timer ??= setTimeout(() => (this.late = true), GRACE_MS);
        }
    }

    render() {
        return html`
            <span class="dot ${this.late ? 'away' : ''}"></span>
            <span role="status">${this.late ? 'Reconnecting…' : 'Connected'}</span>
        `;
    }
}

customElements.define('rk-status', Status);
