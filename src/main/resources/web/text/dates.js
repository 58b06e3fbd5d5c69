const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const dayAndYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const numeric = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** @param {string} iso */
export const clock = (iso) => time.format(new Date(iso));

/** @param {string} iso */
export const fullDate = (iso) => full.format(new Date(iso));

/** @param {string} iso */
export const dayKey = (iso) => new Date(iso).toDateString();

/**
 * The heading above the messages of a day.
 *
 * @param {string} iso
 * @param {Date} [now]
 */
export function dayName(iso, now = new Date()) {
    const date = new Date(iso);
    const ago = daysBetween(date, now);
    if (ago === 0) {
        return 'Today';
    }
    if (ago === 1) {
        return 'Yesterday';
    }
    if (ago > 1 && ago < 7) {
        return weekday.format(date);
    }
    return (date.getFullYear() === now.getFullYear() ? day : dayAndYear).format(date);
}

/**
 * As short as a list allows.
 *
 * @param {string} iso
 * @param {Date} [now]
 */
export function shortDate(iso, now = new Date()) {
    const date = new Date(iso);
    const ago = daysBetween(date, now);
    if (ago <= 0) {
        return clock(iso);
    }
    if (ago === 1) {
        return 'Yesterday';
    }
    return (date.getFullYear() === now.getFullYear() ? shortDay : numeric).format(date);
}

/** From now to the next midnight, when Today becomes Yesterday. */
export function untilTomorrow(now = new Date()) {
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime() - now.getTime();
}

/**
 * @param {Date} earlier
 * @param {Date} later
 */
function daysBetween(earlier, later) {
    const dayOf = (/** @type {Date} */ date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
    return Math.round((dayOf(later) - dayOf(earlier)) / 86_400_000);
}
