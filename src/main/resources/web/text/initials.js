/**
 * One or two letters that stand for a name.
 *
 * @param {string} name
 */
export function initials(name) {
    const words = name.replace(/\p{C}/gu, '').trim().split(/\s+/u).filter(Boolean);
    const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words.slice(0, 1);
    return chosen.map(firstCharacter).join('').toLocaleUpperCase();
}

/** @param {string} word */
function firstCharacter(word) {
    // A person's first letter may be several code points: flags, accents, emoji of families.
    const segments = Intl.Segmenter ? new Intl.Segmenter().segment(word) : [{ segment: [...word][0] }];
    for (const { segment } of segments) {
        return segment;
    }
    return '';
}

/**
 * The same colour for the same person on every device.
 *
 * @param {string} id
 * @param {number} colours how many there are
 */
export function colourOf(id, colours) {
    let hash = 0;
    for (let i = 0; i < id.length; i++) {
        hash = (hash * 31 + id.charCodeAt(i)) | 0;
    }
    return Math.abs(hash) % colours;
}
