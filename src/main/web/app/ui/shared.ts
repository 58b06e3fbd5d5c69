import { css } from 'lit';

/** What every component shares: a box model, controls, focus rings. Page-wide properties come from styles/page.css. */
export const shared = css`
    *,
    *::before,
    *::after {
        box-sizing: border-box;
    }

    :host {
        font-size: var(--text-m);
        color: var(--ink);
    }

    :host([hidden]),
    [hidden] {
        display: none !important;
    }

    h1,
    h2,
    p,
    ul,
    ol {
        margin: 0;
        padding: 0;
    }

    ul,
    ol {
        list-style: none;
    }

    button,
    input,
    textarea {
        font: inherit;
        color: inherit;
        letter-spacing: inherit;
    }

    button {
        border: 0;
        background: none;
        padding: 0;
        cursor: pointer;
    }

    button:disabled {
        cursor: default;
    }

    :focus-visible {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
    }

    .button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: var(--s2);
        min-height: 44px;
        padding: 0 var(--s4);
        border-radius: var(--round);
        background: var(--brand);
        color: var(--on-brand);
        font-weight: 600;
        transition: background 0.15s;
    }

    .button:hover:not(:disabled) {
        background: var(--brand-hover);
    }

    .button.quiet {
        background: var(--brand-soft);
        color: var(--on-brand-soft);
    }

    .button.quiet:hover:not(:disabled) {
        background: color-mix(in srgb, var(--brand-soft), var(--brand) 14%);
    }

    .button:disabled {
        opacity: 0.6;
    }

    .icon-button {
        display: inline-grid;
        place-items: center;
        flex: none;
        width: 40px;
        height: 40px;
        border-radius: var(--round);
        color: var(--ink-soft);
        transition:
            background 0.15s,
            color 0.15s;
    }

    .icon-button:hover {
        background: var(--hover);
        color: var(--ink);
    }

    .link {
        color: var(--brand);
        font-weight: 600;
        text-decoration: underline;
        text-underline-offset: 3px;
        text-decoration-thickness: 1px;
    }

    .field {
        display: block;
    }

    .field > span:first-child {
        display: block;
        margin-bottom: var(--s1);
        font-size: var(--text-s);
        font-weight: 600;
    }

    .input {
        width: 100%;
        min-height: 44px;
        padding: 0 var(--s3);
        border: 1px solid color-mix(in srgb, var(--ink-soft), var(--surface) 35%);
        border-radius: var(--round);
        background: var(--surface);
        /* Smaller letters make phones zoom into the field. */
        font-size: 1rem;
    }

    .input:focus-visible {
        outline-offset: -1px;
        border-color: var(--focus);
    }

    .hint {
        display: block;
        min-height: 1.3rem;
        margin-top: var(--s1);
        font-size: var(--text-s);
        line-height: 1.3rem;
        color: var(--ink-soft);
    }

    .problem {
        padding: var(--s2) var(--s3);
        border-radius: var(--round);
        background: var(--danger-soft);
        color: var(--danger);
        font-size: var(--text-s);
    }

    .visually-hidden {
        position: absolute;
        width: 1px;
        height: 1px;
        margin: -1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
    }

    svg {
        display: block;
    }

    @media (prefers-reduced-motion: reduce) {
        *,
        *::before,
        *::after {
            animation: none !important;
            transition: none !important;
        }
    }
`;
