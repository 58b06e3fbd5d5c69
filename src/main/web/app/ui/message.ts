import { html, nothing, type TemplateResult } from 'lit';
import { INTERRUPTED } from '../../client/index.ts';
import { explain, t } from '../i18n/texts.ts';
import { clock, fullDate } from '../text/dates.ts';
import { fold } from '../text/fold.ts';
import { findLinks } from '../text/links.ts';
import { failed, more, pending, stored } from './icons.ts';
import type { Shown } from './items.ts';

export interface Context {
    /** What its author is called. */
    author: string;
    /** Whether that stands above the first of a group of messages. */
    named: boolean;
    unfolded: boolean;
    toggle: () => void;
    retry: () => void;
    discard: () => void;
    /** Opens what can be done with it, beside this element. */
    act: (beside: HTMLElement) => void;
    react: (emoji: string, on: boolean) => void;
    me: string;
    nameOf: (user: string) => string;
    /** Whether the Tab key comes to this one: it is one stop for all messages. */
    current: boolean;
}

/** One message. A function and not a component: its list measures all of them right after rendering. */
export function bubble(message: Shown, context: Context): TemplateResult {
    const { author, named, retry, discard, act, current } = context;
    const { mine, state, first, last, at, seq } = message;
    const side = mine ? 'mine' : 'theirs';
    return html`
        <li class="message ${side} ${state} ${first ? 'first' : ''} ${last ? 'last' : ''}" data-seq=${seq ?? nothing} tabindex=${current ? 0 : -1}>
            ${named && first && !mine ? html`<bdi class="author">${author}</bdi>` : nothing}
            <div class="bubble">
                <span class="visually-hidden">${mine ? t.message.youWrote : t.message.wrote(author)} </span>
                ${message.text === null ? html`<div class="text deleted">${t.message.deleted}</div>` : body(message.text, context)}
                <span class="meta">
                    ${message.edited && message.text !== null ? html`<span>${t.message.edited}</span>` : nothing}
                    <time datetime=${at} title=${fullDate(at)}>${clock(at)}</time>
                    ${mine ? tick(state) : nothing}
                </span>
                ${seq !== undefined && state !== 'provisional' && message.text !== null
                    ? html`<button
                          class="act"
                          tabindex="-1"
                          aria-label=${t.message.actions}
                          aria-haspopup="menu"
                          @click=${(event: Event) => act(event.currentTarget as HTMLElement)}
                      >
                          ${more()}
                      </button>`
                    : nothing}
            </div>
            ${message.reactions.length > 0 && message.text !== null ? reactions(message, context) : nothing}
            ${state === 'failed'
                ? html`<div class="failure" role="alert">
                      <span>${t.message.notSentBecause(message.failure === INTERRUPTED ? t.message.interrupted : explain({ code: message.code ?? '', message: message.failure }))}</span>
                      <button class="link" @click=${retry}>${t.message.tryAgain}</button>
                      <button class="link" @click=${discard}>${t.message.delete}</button>
                  </div>`
                : nothing}
        </li>
    `;
}

function reactions(message: Shown, { me, react, nameOf }: Context): TemplateResult {
    return html`
        <div class="reactions" role="group" aria-label=${t.message.reactions}>
            ${message.reactions.map(({ emoji, users, more = 0 }) => {
                const mine = users.includes(me);
                const by = t.message.reactedBy(users.map(nameOf), emoji);
                return html`
                    <button aria-pressed=${mine} title=${by} aria-label=${by} @click=${() => react(emoji, !mine)}>
                        <span class="emoji">${emoji}</span> ${users.length + more}
                    </button>
                `;
            })}
        </div>
    `;
}

function body(text: string, { unfolded, toggle }: Context): TemplateResult {
    const beginning = fold(text);
    if (beginning === null) {
        return html`<div class="text" dir="auto">${withLinks(text)}</div>`;
    }
    return html`
        <div class="text long" dir="auto">${unfolded ? withLinks(text) : html`${withLinks(beginning)}…`}</div>
        <button class="more" aria-expanded=${unfolded} @click=${toggle}>
            ${unfolded ? t.message.showLess : t.message.showAll(text.length)}
        </button>
    `;
}

function withLinks(text: string): unknown[] {
    return findLinks(text).map((part) =>
        part.href
            ? html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc">${part.text}</a>`
            : part.text,
    );
}

/** A tick means that it is stored; nothing else does. */
function tick(state: Shown['state']): TemplateResult {
    switch (state) {
        case 'waiting':
            return mark(pending(), t.message.waiting);
        case 'sending':
            return mark(pending(), t.message.sending);
        case 'failed':
            return mark(failed(), t.message.notSent);
        case 'provisional':
            return mark(pending(), t.message.storing);
        case 'stored':
            return mark(stored(), t.message.stored);
    }
}

function mark(icon: TemplateResult, says: string): TemplateResult {
    return html`<span class="tick" title=${says}>${icon}<span class="visually-hidden">${says}</span></span>`;
}
