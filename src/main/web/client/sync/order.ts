import type { Entry } from '../protocol/frames.ts';

/** Where the first entry stands whose seq is at least this; their number if there is none. Looks from the end, where most goes. */
export function indexOf(entries: Entry[], seq: number): number {
    if ((entries.at(-1)?.seq ?? 0) < seq) {
        return entries.length;
    }
    let low = 0;
    let high = entries.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (entries[middle]!.seq < seq) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/** Puts an entry at its place, instead of one with the same seq. */
export function insert(entries: Entry[], entry: Entry): void {
    const at = indexOf(entries, entry.seq);
    entries.splice(at, entries[at]?.seq === entry.seq ? 1 : 0, entry);
}
