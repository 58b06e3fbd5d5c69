const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const dayAndYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const numeric = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

export const clock = (iso: string): string => time.format(new Date(iso));

export const fullDate = (iso: string): string => full.format(new Date(iso));

export const dayKey = (iso: string): string => new Date(iso).toDateString();

/** The heading above the messages of a day. */
export function dayName(iso: string, now = new Date()): string {
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

/** As short as a list allows. */
export function shortDate(iso: string, now = new Date()): string {
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
export function untilTomorrow(now = new Date()): number {
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime() - now.getTime();
}

function daysBetween(earlier: Date, later: Date): number {
    const dayOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
    return Math.round((dayOf(later) - dayOf(earlier)) / 86_400_000);
}
