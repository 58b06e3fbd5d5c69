const LONG = 1_600;
const MANY_LINES = 24;
const SHOWN = 900;
const SHOWN_LINES = 14;

/**
 * The beginning of a text that is too long to stand in a conversation as it is.
 *
 * @returns null if it is short enough to be shown whole
 */
export function fold(text: string): string | null {
    const lines = text.split('\n', MANY_LINES + 1);
    if (text.length <= LONG && lines.length <= MANY_LINES) {
        return null;
    }
    const beginning = lines.slice(0, SHOWN_LINES).join('\n');
    return beginning.length <= SHOWN ? beginning : cut(beginning, SHOWN);
}

/**
 * Not between the halves of a surrogate pair, and between words if one ends near.
 */
function cut(text: string, length: number): string {
    const blank = text.lastIndexOf(' ', length);
    const end = blank > length - 40 ? blank : length;
    const code = text.charCodeAt(end - 1);
    return text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end);
}
