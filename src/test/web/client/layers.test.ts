import { same } from '../testing.ts';

const sources = new URL('../../../main/web/', import.meta.url);

function* files(folder: URL): Generator<{ path: string; text: string }> {
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
        if (isDirectory) {
            yield* files(new URL(`${name}/`, folder));
        } else if (name.endsWith('.ts')) {
            const file = new URL(name, folder);
            yield { path: file.pathname.slice(sources.pathname.length), text: Deno.readTextFileSync(file) };
        }
    }
}

const importsOf = (text: string) => [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1]!);
const faults = (folder: string, wrong: (imported: string, path: string) => boolean) =>
    [...files(new URL(folder, sources))].flatMap(({ path, text }) =>
        importsOf(text).filter((imported) => wrong(imported, path)).map((imported) => `${path}: ${imported}`),
    );

Deno.test('the page knows the library by its index only', () => {
    same(faults('app/', (imported) => imported.includes('/client/') && !imported.endsWith('/client/index.ts')), []);
});

Deno.test('the library knows no page, and protocol and store know nothing of what is built on them', () => {
    same(faults('client/', (imported) => imported.includes('/app/') || imported.startsWith('lit')), []);
    same(faults('client/protocol/', (imported) => imported.includes('/sync/')), []);
    same(faults('client/store/', (imported) => imported.includes('/sync/')), []);
});

Deno.test('the library names nothing that only a page has', () => {
    const names = /\b(?:window|document|localStorage|sessionStorage|HTMLElement)\./;
    same([...files(new URL('client/', sources))].filter(({ text }) => names.test(text)).map(({ path }) => path), []);
});
