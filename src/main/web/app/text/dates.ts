import { locale, t } from '../i18n/texts.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** In the language of the page, so that none mixes two; but with the hours as the person's system counts them. */
function format(iso: string | Date, options: Intl.DateTimeFormatOptions): string {
    const key = locale + JSON.stringify(options);
    const known = formats.get(key) ?? new Intl.DateTimeFormat(dateLocale(), options);
    formats.set(key, known);
    return known.format(new Date(iso));
}

/** The person's own variety of the language of the page, such as British English. */
function dateLocale(): string {
    return navigator.languages.find((each) => each === locale || each.startsWith(`${locale}-`)) ?? locale;
}

export const clock = (iso: string): string => format(iso, { hour: '2-digit', minute: '2-digit' });

export const fullDate = (iso: string): string => format(iso, { dateStyle: 'full', timeStyle: 'medium' });

export const dayKey = (iso: string): string => new Date(iso).toDateString();

/** The heading above the messages of a day. */
export function dayName(iso: string, now = new Date()): string {
    const date = new Date(iso);
    const ago = daysBetween(date, now);
    if (ago === 0) {
        return t.dates.today;
    }
    if (ago === 1) {
        return t.dates.yesterday;
    }
    if (ago > 1 && ago < 7) {
        return format(date, { weekday: 'long' });
    }
    const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
    return format(date, { day: 'numeric', month: 'long', ...year });
}

/** As short as a list allows. */
export function shortDate(iso: string, now = new Date()): string {
    const date = new Date(iso);
    const ago = daysBetween(date, now);
    if (ago <= 0) {
        return clock(iso);
    }
    if (ago === 1) {
        return t.dates.yesterday;
    }
    return date.getFullYear() === now.getFullYear()
        ? format(date, { day: 'numeric', month: 'short' })
        : format(date, { day: '2-digit', month: '2-digit', year: '2-digit' });
}

/** As people say when something was. */
export function sinceWhen(iso: string, now = new Date()): string {
    const relative = new Intl.RelativeTimeFormat(dateLocale(), { numeric: 'auto' });
    const minutes = Math.max(0, Math.round((now.getTime() - Date.parse(iso)) / 60_000));
    if (minutes < 60) {
        return relative.format(-minutes, 'minute');
    }
    const days = daysBetween(new Date(iso), now);
    return days === 0 ? relative.format(-Math.round(minutes / 60), 'hour') : days < 7 ? relative.format(-days, 'day') : shortDate(iso, now);
}

/** From now to the next midnight, when Today becomes Yesterday. */
export function untilTomorrow(now = new Date()): number {
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime() - now.getTime();
}

function daysBetween(earlier: Date, later: Date): number {
    const dayOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
    return Math.round((dayOf(later) - dayOf(earlier)) / 86_400_000);
}
