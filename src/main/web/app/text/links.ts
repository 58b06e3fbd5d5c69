/** Ends at white space, quotes, angle brackets, control characters and whatever could turn the reading direction. */
const LINK = /\bhttps?:\/\/[^\s<>"'`\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/giu;
const TRAILING = '.,;:!?…*_~’”»';
const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const LONGEST = 2_048;
const MOST = 200;

export interface Part {
    text: string;
    href?: string;
}

/**
 * Cuts a text at the web addresses in it. Only http and https become links, and they lead where they say.
 *
 * @returns in order; put together they are the text
 */
export function findLinks(text: string): Part[] {
    const parts: Part[] = [];
    let end = 0;
    let links = 0;
    for (const match of text.matchAll(LINK)) {
        if (match[0].length > LONGEST || links === MOST) {
            continue;
        }
        const address = withoutTrailing(match[0]);
        const href = parse(address);
        if (!href) {
            continue;
        }
        links++;
        parts.push({ text: text.slice(end, match.index) }, { text: address, href });
        end = match.index + address.length;
    }
    parts.push({ text: text.slice(end) });
    return parts.filter((part) => part.text);
}

function parse(address: string): string | null {
    try {
        const url = new URL(address);
        return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
    } catch {
        return null;
    }
}

/**
 * A full stop after an address belongs to the sentence, and so does a bracket that was opened before it.
 */
function withoutTrailing(address: string): string {
    const unopened = Object.fromEntries(
        Object.entries(BRACKETS).map(([close, open]) => [close, count(address, close) - count(address, open)]),
    );
    let end = address.length;
    for (; end > 0; end--) {
        const last = address.charAt(end - 1);
        const open = unopened[last] ?? 0;
        if (open > 0) {
            unopened[last] = open - 1;
        } else if (!TRAILING.includes(last)) {
            break;
        }
    }
    return address.slice(0, end);
}

function count(text: string, character: string): number {
    return text.split(character).length - 1;
}
