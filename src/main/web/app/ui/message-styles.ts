import { css } from 'lit';

export const messageStyles = css`
    :host {
        position: relative;
        display: block;
        min-height: 0;
    }

    .scroller {
        position: relative;
        height: 100%;
        overflow-y: auto;
        overflow-anchor: none;
        overscroll-behavior: contain;
        padding: 0 clamp(var(--s3), 4vw, var(--s6)) var(--s4);
        display: flex;
        flex-direction: column;
    }

    ol {
        /* A short conversation stands at the bottom, next to where one writes. */
        margin-top: auto;
        width: 100%;
        max-width: 860px;
        margin-inline: auto;
    }

    .top {
        flex: none;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: center;
        align-content: center;
        gap: var(--s2);
        min-height: 56px;
        overflow-wrap: anywhere;
        padding-block: var(--s3);
        color: var(--ink-soft);
        font-size: var(--text-s);
        text-align: center;
    }

    .day {
        position: sticky;
        top: var(--s2);
        z-index: 1;
        display: flex;
        justify-content: center;
        margin: var(--s4) 0 var(--s3);
        pointer-events: none;
    }

    .day span {
        padding: 3px 12px;
        border-radius: 12px;
        background: var(--paper);
        color: var(--ink-soft);
        font-size: var(--text-xs);
        font-weight: 600;
        border: 1px solid var(--line);
    }

    .new {
        display: flex;
        align-items: center;
        gap: var(--s3);
        margin: var(--s3) 0;
        color: var(--brand);
        font-size: var(--text-xs);
        font-weight: 700;
    }

    .new::before,
    .new::after {
        content: '';
        flex: 1;
        height: 1px;
        background: color-mix(in srgb, var(--brand), transparent 60%);
    }

    .message {
        display: flex;
        flex-direction: column;
        align-items: flex-start;
        margin-top: 2px;
    }

    .message.first {
        margin-top: var(--s3);
    }

    .day + .message.first,
    .new + .message.first {
        margin-top: 0;
    }

    .mine {
        align-items: flex-end;
    }

    .author {
        max-width: 100%;
        margin-inline-start: var(--s3);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--ink-soft);
        font-size: var(--text-xs);
        font-weight: 600;
    }

    .bubble {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        align-items: flex-end;
        column-gap: var(--s3);
        max-width: min(82%, 640px);
        padding: 7px 12px;
        border-radius: var(--bubble);
        background: var(--theirs);
        box-shadow: var(--shadow-small);
    }

    .mine .bubble {
        background: var(--mine);
        color: var(--on-mine);
    }

    /* Bubbles of a group are joined on the side of their author; the last one points at them. */
    .theirs .bubble {
        border-end-start-radius: 6px;
    }

    .theirs:not(.first) .bubble {
        border-start-start-radius: 6px;
    }

    .theirs.last .bubble {
        border-end-start-radius: 2px;
    }

    .mine .bubble {
        border-end-end-radius: 6px;
    }

    .mine:not(.first) .bubble {
        border-start-end-radius: 6px;
    }

    .mine.last .bubble {
        border-end-end-radius: 2px;
    }

    .text {
        flex: 0 1 auto;
        min-width: 0;
        margin-inline-end: auto;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        /* Each paragraph finds its own direction, and none reaches out of its bubble. */
        unicode-bidi: plaintext;
        tab-size: 4;
    }

    .text.long {
        flex-basis: 100%;
    }

    .text a {
        color: inherit;
        text-decoration: underline;
        text-underline-offset: 2px;
        text-decoration-thickness: 1px;
    }

    .theirs .text a {
        color: var(--brand);
    }

    .more {
        flex: 1;
        padding: var(--s1) 0 0;
        font-size: var(--text-s);
        font-weight: 600;
        text-align: start;
        text-decoration: underline;
        text-underline-offset: 3px;
    }

    .meta {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        color: var(--ink-soft);
        font-size: 0.6875rem;
        line-height: 1.4;
        font-variant-numeric: tabular-nums;
        user-select: none;
    }

    .mine .meta {
        color: var(--on-mine-soft);
    }

    .message {
        scroll-margin-block: var(--s5);
        border-radius: var(--round);
    }

    .message:focus-visible {
        outline-offset: 3px;
    }

    .bubble {
        position: relative;
    }

    .act {
        position: absolute;
        top: 50%;
        inset-inline-start: calc(100% + 4px);
        display: grid;
        place-items: center;
        width: 32px;
        height: 32px;
        margin-top: -16px;
        border-radius: 50%;
        color: var(--ink-soft);
        opacity: 0;
        transition: opacity 0.12s;
    }

    .mine .act {
        inset-inline: auto calc(100% + 4px);
    }

    .act:hover {
        background: var(--hover);
        color: var(--ink);
    }

    .message:is(:hover, :focus, :focus-within) .act {
        opacity: 1;
    }

    .text.deleted {
        font-style: italic;
        opacity: 0.8;
    }

    .reactions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
        max-width: min(82%, 640px);
        margin-top: 2px;
    }

    .mine .reactions {
        justify-content: flex-end;
    }

    .reactions button {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-height: 28px;
        padding: 0 9px;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--surface);
        color: var(--ink-soft);
        font-size: var(--text-xs);
        font-variant-numeric: tabular-nums;
    }

    .reactions button[aria-pressed='true'] {
        border-color: var(--brand);
        background: var(--brand-soft);
        color: var(--on-brand-soft);
    }

    .emoji {
        font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif;
        font-size: 0.9375rem;
    }

    .gap {
        display: grid;
        place-items: center;
        height: 56px;
        color: var(--ink-soft);
        font-size: var(--text-s);
    }

    .flash .bubble {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
    }

    /* Delivered, but not yet known to be kept for ever. */
    .provisional time {
        font-style: italic;
    }

    .failed .bubble {
        background: var(--danger-soft);
        color: var(--ink);
    }

    .failed .meta,
    .failure {
        color: var(--danger);
    }

    .failure {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 2px var(--s3);
        padding: var(--s1) var(--s1) 0;
        font-size: var(--text-s);
    }

    .to-end {
        position: absolute;
        inset-inline-end: clamp(var(--s3), 4vw, var(--s6));
        bottom: var(--s3);
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 40px;
        padding: 0 11px;
        border: 1px solid var(--line);
        border-radius: 20px;
        background: var(--raised);
        color: var(--brand);
        font-size: var(--text-s);
        font-weight: 600;
        box-shadow: var(--shadow);
    }

    @media (forced-colors: active) {
        .bubble {
            border: 1px solid;
        }
    }
`;
