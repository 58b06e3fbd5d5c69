import { css, html, LitElement, type TemplateResult } from 'lit';
import { colourOf, initials } from '../text/initials.ts';

const COLOURS = 8;

/** A person or group without a picture: initials on a colour of their own. Decoration; the name stands beside it. */
export class Avatar extends LitElement {
    static override properties = { user: { attribute: false } };

    static override styles = [
        css`
            :host {
                display: inline-grid;
                flex: none;
                width: var(--avatar, 44px);
                height: var(--avatar, 44px);
            }

            span {
                display: grid;
                place-items: center;
                border-radius: 50%;
                color: #fff;
                font-size: calc(var(--avatar, 44px) * 0.36);
                font-weight: 600;
                letter-spacing: 0.02em;
                user-select: none;
                overflow: hidden;
            }
        `,
        ...[...Array(COLOURS).keys()].map((n) => css`.c${n} { background: var(--hue-${n}) }`),
    ];

    user!: { id: string; displayName: string };

    override render(): TemplateResult {
        const colour = colourOf(this.user.id, COLOURS);
        return html`<span class="c${colour}" aria-hidden="true">${initials(this.user.displayName)}</span>`;
    }
}

customElements.define('rk-avatar', Avatar);
