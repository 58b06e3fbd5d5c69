import { css, html, LitElement, nothing } from 'lit';
import { logo } from './icons.js';
import { shared } from './shared.js';
import { Watch } from './watch.js';

/** What fills the screen while no chat is open. */
export class NothingOpen extends LitElement {
    static properties = { chats: { attribute: false } };

    static styles = [
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

    constructor() {
        super();
        /** @type {import('../chats/chats.js').Chats} */
        this.chats = undefined;
        new Watch(this, () => [this.chats]);
    }

    render() {
        if (!this.chats.ready) {
            return nothing;
        }
        const none = this.chats.list.length === 0;
        return html`
            <div>
                <span class="mark">${logo(72)}</span>
                <h2>${none ? html`Hello, <bdi>${this.chats.me.displayName}</bdi>` : 'Pick a conversation'}</h2>
                <p>${none ? 'Your conversations will appear here.' : 'Your chats are in the list. New messages appear by themselves.'}</p>
            </div>
        `;
    }
}

customElements.define('rk-nothing-open', NothingOpen);
