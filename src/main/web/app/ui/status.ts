import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Tabs } from '../../client/index.ts';
import { t } from '../i18n/texts.ts';
import { Watch } from '../state/watch.ts';
import { shared } from './shared.ts';

/** Shorter interruptions are not worth a person's attention. */
const GRACE_MS = 1_500;
/** So many attempts that fail are not one interruption any more. */
const MANY = 3;

/** Whether the connection stands, in a place that is always there, so that nothing moves when it changes. */
export class Status extends LitElement {
    static override properties = { tabs: { attribute: false }, late: { state: true } };

    static override styles = [
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

    tabs!: Tabs;
    late = false;
    #timer: number | undefined;

    constructor() {
        super();
        new Watch(
            this,
            () => this.tabs,
            (tabs, again) => {
                addEventListener('online', again);
                addEventListener('offline', again);
                return [
                    tabs.on('status', again),
                    () => {
                        removeEventListener('online', again);
                        removeEventListener('offline', again);
                    },
                ];
            },
        );
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        clearTimeout(this.#timer);
        this.#timer = undefined;
    }

    override willUpdate(): void {
        const { state, doubtful } = this.tabs.status;
        if (state === 'online') {
            clearTimeout(this.#timer);
            this.#timer = undefined;
            this.late = doubtful;
        } else {
            this.#timer ??= setTimeout(() => (this.late = true), GRACE_MS);
        }
    }

    override render(): TemplateResult {
        return html`
            <span class="dot ${this.late ? 'away' : ''}"></span>
            <span role="status">${this.late ? this.#trouble() : t.status.connected}</span>
        `;
    }

    #trouble(): string {
        const { failures, restarting } = this.tabs.status;
        if (restarting) {
            return t.status.restarting;
        }
        return !navigator.onLine || failures >= MANY ? t.status.offline : t.status.connecting;
    }
}

customElements.define('rk-status', Status);
