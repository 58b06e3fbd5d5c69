/**
 * One or two letters that stand for a name.
 */
export function initials(name: string): string {
    const words = name.replace(/\p{C}/gu, '').trim().split(/\s+/u).filter(Boolean);
    const chosen = words.length > 1 ? [words.at(0), words.at(-1)] : words;
    return chosen.map((word) => firstCharacter(word ?? '')).join('').toLocaleUpperCase();
}

function firstCharacter(word: string): string {
    // A person's first letter may be several code points: flags, accents, emoji of families.
    for (const { segment } of new Intl.Segmenter().segment(word)) {
        return segment;
    }
    return '';
}

/**
 * The same colour for the same person on every device.
 *
 * @param colours how many there are
 */
export function colourOf(id: string, colours: number): number {
    let hash = 0;
    for (let i = 0; i < id.length; i++) {
        hash = (hash * 31 + id.charCodeAt(i)) | 0;
    }
    return Math.abs(hash) % colours;
}
