import { html, nothing } from 'lit';
import { clock, fullDate } from '../text/dates.ts';
import { fold } from '../text/fold.ts';
import { findLinks } from '../text/links.ts';
import { failed, pending, stored } from './icons.js';

const count = new Intl.NumberFormat();

/**
 * One message. A function and not a component: a conversation has thousands, and its list measures them right after
 * rendering.
 *
 * @param {import('./arrange.js').Shown} message
 * @param {object} context
 * @param {string} [context.author] shown above the first of a group, where more than two people talk
 * @param {boolean} context.unfolded
 * @param {() => void} context.toggle
 * @param {() => void} context.retry
 * @param {() => void} context.discard
 */
export function bubble(message, { author, unfolded, toggle, retry, discard }) {
    const { mine, state, first, last, sentAt } = message;
    const side = mine ? 'mine' : 'theirs';
    return html`
        <li class="message ${side} ${state} ${first ? 'first' : ''} ${last ? 'last' : ''}">
            ${author && first && !mine ? html`<bdi class="author">${author}</bdi>` : nothing}
            <div class="bubble">
                <span class="visually-hidden">${mine ? 'You' : 'They'} wrote: </span>
                ${body(message.text, unfolded, toggle)}
                <span class="meta">
                    <time datetime=${sentAt} title=${fullDate(sentAt)}>${clock(sentAt)}</time>
                    ${mine ? tick(state) : nothing}
                </span>
            </div>
            ${state === 'failed'
                ? html`<div class="failure" role="alert">
                      <span>Not sent: ${message.failure}</span>
                      <button class="link" @click=${retry}>Try again</button>
                      <button class="link" @click=${discard}>Delete</button>
                  </div>`
                : nothing}
        </li>
    `;
}

/**
 * @param {string} text
 * @param {boolean} unfolded
 * @param {() => void} toggle
 */
function body(text, unfolded, toggle) {
    const beginning = fold(text);
    if (beginning === null) {
        return html`<div class="text" dir="auto">${withLinks(text)}</div>`;
    }
    return html`
        <div class="text long" dir="auto">${unfolded ? withLinks(text) : html`${withLinks(beginning)}…`}</div>
        <button class="more" aria-expanded=${unfolded} @click=${toggle}>
            ${unfolded ? 'Show less' : `Show all ${count.format(text.length)} characters`}
        </button>
    `;
}

/** @param {string} text */
function withLinks(text) {
    return findLinks(text).map((part) =>
        part.href
            ? html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc">${part.text}</a>`
            : part.text,
    );
}

/** @param {import('./arrange.js').Shown['state']} state */
function tick(state) {
    switch (state) {
        case 'pending':
            return html`<span class="tick" title="Sending">${pending()}<span class="visually-hidden">Sending</span></span>`;
        case 'failed':
            return html`<span class="tick">${failed()}<span class="visually-hidden">Not sent</span></span>`;
        case 'provisional':
            return html`<span class="tick" title="Being stored">${pending()}<span class="visually-hidden">Being stored</span></span>`;
        default:
            return html`<span class="tick" title="Stored">${stored()}<span class="visually-hidden">Stored</span></span>`;
    }
}
