/**
 * Characters as the server counts them: code points, so that most emoji count once.
 */
export function characters(text: string): number {
    let count = 0;
    for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        const next = text.charCodeAt(i + 1);
        if (code >= 0xd800 && code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
            i++;
        }
        count++;
    }
    return count;
}

/**
 * Valid Unicode, as the server demands: half a surrogate pair becomes a replacement character.
 */
export function wellFormed(text: string): string {
    return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
