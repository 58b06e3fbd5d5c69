import { characters, wellFormed } from '../../../main/web/app/text/count.ts';
import { dayName, shortDate, untilTomorrow } from '../../../main/web/app/text/dates.ts';
import { fold } from '../../../main/web/app/text/fold.ts';
import { initials } from '../../../main/web/app/text/initials.ts';
import { findLinks } from '../../../main/web/app/text/links.ts';
import { randomOf, same, that } from '../testing.ts';

const hrefs = (text: string) => findLinks(text).flatMap(({ href }) => href ?? []);

Deno.test('finds links without the punctuation around them', () => {
    same(hrefs('See https://example.org/a?b=c#d, and (http://example.org/x_(y)).'), [
        'https://example.org/a?b=c#d',
        'http://example.org/x_(y)',
    ]);
    same(hrefs('https://example.org…'), ['https://example.org/']);
    same(hrefs('“https://example.org/”'), ['https://example.org/']);
});

Deno.test('makes no link of anything but web addresses', () => {
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'xhttp://a', 'https://', 'file:///etc/passwd']) {
        same(hrefs(text), [], text);
    }
});

Deno.test('link ends at what could turn the reading direction', () => {
    same(hrefs('https://example.org/\u202egro.live'), ['https://example.org/']);
    same(hrefs('https://example.org/\u200bx'), ['https://example.org/']);
});

Deno.test('parts put together are the text', () => {
    const alphabet = ['https://', 'a.b/', ' ', ')', '(', '.', '\n', '<b>', '😀', '\u202e', '"', 'é'];
    for (let seed = 0; seed < 500; seed++) {
        const random = randomOf(seed);
        const text = Array.from({ length: random(60) }, () => alphabet[random(alphabet.length)]).join('');
        same(findLinks(text).map((part) => part.text).join(''), text, `seed ${seed}`);
    }
});

Deno.test('hostile texts are read in no time', () => {
    const begun = performance.now();
    for (const part of ['https://', '!', ')', 'https://a!', 'https://a.b/)) ', '[(']) {
        findLinks(('https://a.b/' + part.repeat(100_000)).slice(0, 100_000));
        findLinks(`https://a.b/${'('.repeat(1_000)}${part} `.repeat(50));
    }
    that(performance.now() - begun < 60_000, `took ${performance.now() - begun} ms`);
});

Deno.test('counts code points', () => {
    for (const text of ['', 'a', '😀', 'é', '👨‍👩‍👧', 'a\ud83d', '\ude00b', '\ud83d\ud83d\ude00']) {
        same(characters(text), [...text].length, text);
    }
    same(wellFormed('a\ud83db'), 'a\ufffdb');
    same(wellFormed('😀'), '😀');
});

Deno.test('folds long texts without cutting a character', () => {
    same(fold('short'), null);
    same(fold('line\n'.repeat(20)), null);
    for (let shift = 0; shift < 3; shift++) {
        const beginning = fold('x'.repeat(shift) + '😀'.repeat(5_000));
        that(beginning && beginning.length < 1_000 && (beginning as any).isWellFormed(), `shift ${shift}`);
    }
    same(fold('line\n'.repeat(200))?.split('\n').length, 14);
});

Deno.test('initials stand for names of any kind', () => {
    same(initials('Ann Árnadóttir'), 'AÁ');
    same(initials('bob'), 'B');
    same(initials('  Jean  Luc   Picard '), 'JP');
    same(initials('🇮🇸 Ísland'), '🇮🇸Í');
    same(initials('\u202eevil'), 'E');
});

Deno.test('days are named as people do', () => {
    const now = new Date(2026, 10, 22, 0, 30);
    const iso = (day: number, hour = 12) => new Date(2026, 10, day, hour).toISOString();
    same(dayName(iso(22, 0), now), 'Today');
    same(dayName(iso(21, 23), now), 'Yesterday');
    same(dayName(iso(17), now), 'Tuesday');
    same(dayName(iso(15), now), '15 November');
    same(dayName(new Date(2025, 10, 22).toISOString(), now), '22 November 2025');
    same(shortDate(iso(22, 0), now), '00:00');
    same(shortDate(iso(21, 23), now), 'Yesterday');
    same(untilTomorrow(now), 23.5 * 3_600_000);
});

Deno.test('a language is complete, and dates follow it', async () => {
    const { chooseLanguage, t } = await import('../../../main/web/app/i18n/texts.ts');
    same(t.chats.title, 'Chats');
    const { texts } = await import('../../../main/web/app/i18n/de.ts');
    const { en } = await import('../../../main/web/app/i18n/en.ts');
    const keys = (value: object): string[] =>
        Object.entries(value).flatMap(([key, each]) => (typeof each === 'object' && key !== 'problems' ? keys(each).map((more) => `${key}.${more}`) : key));
    same(keys(texts), keys(en));
    that(typeof chooseLanguage === 'function', 'a language can be chosen');
});
