import { css, html, LitElement, nothing } from 'lit';
import type { Chats } from '../../client/index.ts';
import { t } from '../i18n/texts.ts';
import { Watch } from '../state/watch.ts';
import { logo } from './icons.ts';
import { shared } from './shared.ts';

/** What fills the screen while no chat is open. */
export class NothingOpen extends LitElement {
    static override properties = { chats: { attribute: false } };

    static override styles = [
        shared,
        css`
            :host {
                display: grid;
                place-items: center;
                height: 100%;
                padding: var(--s5);
                text-align: center;
                overflow-wrap: anywhere;
            }

            .mark {
                display: inline-block;
                margin-bottom: var(--s4);
                opacity: 0.9;
            }

            h2 {
                font-size: var(--text-l);
                letter-spacing: -0.01em;
            }

            p {
                max-width: 36ch;
                margin-top: var(--s2);
                color: var(--ink-soft);
            }
        `,
    ];

    chats!: Chats;

    constructor() {
        super();
        new Watch(
            this,
            () => this.chats,
            (chats, again) => [chats.on('list', again)],
        );
    }

    override render(): unknown {
        if (!this.chats.ready) {
            return nothing;
        }
        const none = this.chats.list.length === 0;
        return html`
            <div>
                <span class="mark">${logo(72)}</span>
                <h2>${none ? html`${t.nothing.hello} <bdi>${this.chats.me.displayName}</bdi>` : t.nothing.pick}</h2>
                <p>${none ? t.nothing.willAppear : t.nothing.inList}</p>
            </div>
        `;
    }
}

customElements.define('rk-nothing-open', NothingOpen);
