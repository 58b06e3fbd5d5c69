import type { Problem } from '../../client/index.ts';
import { en, type Texts } from './en.ts';

/** Each is loaded when it is chosen. */
const LANGUAGES: Record<string, () => Promise<{ texts: Texts }>> = {
    de: () => import('./de.ts'),
};

/** The texts of the language that was chosen. */
export let t: Texts = en;

/** The language that dates and numbers are written in too: no page mixes two. */
export let locale = 'en';

/** Takes the first language that the person reads and we write. */
export async function chooseLanguage(wanted: readonly string[] = navigator.languages): Promise<void> {
    const found = wanted.map((each) => each.split('-')[0] ?? '').find((each) => each === 'en' || each in LANGUAGES);
    try {
        const loaded = await LANGUAGES[found ?? '']?.();
        if (loaded) {
            t = loaded.texts;
            locale = found ?? 'en';
        }
    } catch {
        // Without a network: English, which is always here.
    }
    document.documentElement.lang = locale;
    document.documentElement.dir = t.direction;
}

/** What went wrong, in the person's language where that is known. */
export function explain({ code, message }: Pick<Problem, 'code' | 'message'>): string {
    return t.problems[code] ?? message;
}
