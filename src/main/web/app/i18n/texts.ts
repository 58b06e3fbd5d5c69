import type { Problem } from '../../client/index.ts';
import { en, type Texts } from './en.ts';

/** The texts of the language that was chosen. */
export const t: Texts = en;

/** The language that dates and numbers are written in: one with the texts. */
export const locale = 'en';

/** What went wrong, in the person's language where that is known. */
export function explain({ code, message }: Pick<Problem, 'code' | 'message'>): string {
    return t.problems[code] ?? message;
}
