import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { t } from '../i18n/texts.ts';
import { colourOf, initials } from '../text/initials.ts';

const COLOURS = 8;

/** A person or group without a picture: initials on a colour of their own. Decoration; the name stands beside it. */
export class Avatar extends LitElement {
    static override properties = { user: { attribute: false }, present: { attribute: false } };

    static override styles = [
        css`
            :host {
                display: inline-grid;
                flex: none;
                width: var(--avatar, 44px);
                height: var(--avatar, 44px);
                position: relative;
            }

            .present {
                position: absolute;
                inset-inline-end: 0;
                bottom: 0;
                width: 12px;
                height: 12px;
                border: 2px solid var(--surface);
                border-radius: 50%;
                background: var(--good);
            }

            .present.away {
                background: var(--warn);
            }

            .present.unsure {
                background: var(--surface);
                box-shadow: inset 0 0 0 2px var(--ink-soft);
            }

            .letters {
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
    /** How the person stands, if that is known: `online` and `away` have a dot, a hollow one with `unsure` behind it. */
    present = '';

    override render(): TemplateResult {
        const colour = colourOf(this.user.id, COLOURS);
        const [state, unsure] = this.present.split(' ');
        const dot = this.present !== '' && state !== 'offline';
        const says = state === 'away' ? t.presence.away : t.presence.online;
        return html`
            <span class="letters c${colour}" aria-hidden="true">${initials(this.user.displayName)}</span>
            ${dot ? html`<span class="present ${this.present}" title=${unsure ? t.presence.perhaps(says) : says}></span>` : nothing}
        `;
    }
}

customElements.define('rk-avatar', Avatar);
