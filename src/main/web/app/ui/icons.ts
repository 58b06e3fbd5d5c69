import { html, svg, type TemplateResult } from 'lit';


const icon = (paths: unknown, size = 20): TemplateResult => html`
    <svg
        width=${size}
        height=${size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
    >
        ${paths}
    </svg>
`;

export const plus = (): TemplateResult => icon(svg`<path d="M12 5v14M5 12h14" />`);
export const back = (): TemplateResult => icon(svg`<path d="M15 5l-7 7 7 7" />`);
export const leave = (): TemplateResult => icon(svg`<path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9" />`);
export const send = (): TemplateResult => icon(svg`<path d="M5 12l-1.5-7.5L21 12 3.5 19.5 5 12zM5 12h7" />`);
export const down = (): TemplateResult => icon(svg`<path d="M12 5v14M6 13l6 6 6-6" />`, 18);
export const eye = (): TemplateResult => icon(svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" /><circle cx="12" cy="12" r="2.8" />`);
export const eyeOff = (): TemplateResult =>
    icon(
        svg`<path d="M4 4l16 16M9.8 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.7 3.4M6.3 7.3A15.5 15.5 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.5-1.2M9.9 10.1a2.8 2.8 0 0 0 4 3.9" />`,
    );
export const more = (): TemplateResult => icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />`, 18);
export const close = (): TemplateResult => icon(svg`<path d="M6 6l12 12M18 6L6 18" />`, 18);
export const pending = (): TemplateResult => icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" />`, 14);
export const stored = (): TemplateResult => icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`, 14);
export const failed = (): TemplateResult => icon(svg`<circle cx="12" cy="12" r="9" /><path d="M12 7.5v5.5M12 16.4v.1" />`, 14);

/** A rook, the bird, whose head is a speech bubble; the pale face is what tells it from a crow. */
export const logo = (size = 40): TemplateResult => html`
    <svg width=${size} height=${size} viewBox="0 0 48 48" aria-hidden="true">${mark}</svg>
`;

const mark = svg`
    <path fill="var(--logo-beak)" d="M34.4 12.9C41 13.6 46 18 47.3 24.8 43 23.2 38.9 23.9 35.1 27.7z" />
    <path fill="var(--brand)" d="M8.3 32.7 3.7 40.6c-.6 1.1.4 2.3 1.6 1.9l10.4-5.6A16.5 16.5 0 1 0 8.3 32.7z" />
    <path fill="var(--logo-face)" d="M31 8.8A16.5 16.5 0 0 1 34.3 29.3 14 14 0 0 1 31 8.8z" />
    <circle fill="var(--logo-eye)" cx="22.8" cy="17" r="2.5" />
`;
