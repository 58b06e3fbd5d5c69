/**
 * Makes the web page: checks its types, bundles it and packs it, with deno and esbuild. Maven runs this when a source changed
 * (pom.xml, `page`), as
 *
 *     deno run --allow-all src/main/web/build.ts SOURCES TESTS WORK OUTPUT
 *
 * with esbuild on the PATH. WORK holds `node_modules`; the page ends up in OUTPUT, the modules of the browser tests in WORK/tests.
 */
import { Buffer } from 'node:buffer';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [sources, tests, work, output] = Deno.args as [string, string, string, string];
const modules = `${work}/node_modules`;

async function run(program: string, ...args: string[]): Promise<void> {
    const env = { NODE_PATH: modules };
    const { success } = await new Deno.Command(program, { args, env, stdout: 'inherit', stderr: 'inherit' }).spawn().status;
    if (!success) {
        Deno.exit(1);
    }
}

function check(project: string): Promise<void> {
    const tsc = `${modules}/typescript/lib/tsc.js`;
    return run(Deno.execPath(), 'run', '--allow-all', '--quiet', '--unstable-detect-cjs', tsc, '--project', project);
}

const shared = ['--bundle', '--format=esm', '--target=es2022', '--charset=utf8', '--log-level=warning'];

function bundle(): Promise<void> {
    const entries = [`app=${sources}/app/main.ts`, `page=${sources}/app/page.css`, `favicon=${sources}/favicon.svg`];
    return run(
        'esbuild',
        ...entries,
        ...shared,
        '--splitting',
        '--minify',
        '--legal-comments=linked',
        '--loader:.svg=copy',
        '--entry-names=[dir]/[name]-[hash]',
        '--chunk-names=chunks/[name]-[hash]',
        `--metafile=${work}/meta.json`,
        `--outdir=${output}/web/assets`,
    );
}

async function bundleTests(): Promise<void> {
    const files = [...Deno.readDirSync(`${tests}/page`)].map(({ name }) => name).filter((name) => name.endsWith('.ts'));
    const entries = files.map((name) => `${tests}/page/${name}`);
    await run('esbuild', ...entries, ...shared, '--splitting', `--outdir=${work}/tests`);
}

/** The addresses of what was bundled. */
function addresses(): string[] {
    const { outputs } = JSON.parse(Deno.readTextFileSync(`${work}/meta.json`));
    return Object.keys(outputs).map((file) => file.slice(file.indexOf('/web/assets/') + '/web'.length));
}

/** Puts the addresses of this build into the page and its manifest. */
function page(): void {
    for (const file of ['index.html', 'manifest.webmanifest']) {
        const text = Deno.readTextFileSync(`${sources}/${file}`).replaceAll(/\{\{([\w/]+)\.(\w+)\}\}/g, (_, name, type) => {
            const found = addresses().find((address) => address.match(`^/assets/${name}-[A-Z0-9]{8}\\.${type}$`));
            if (!found) {
                throw new Error(`${file} names ${name}.${type}, which was not built: there are ${addresses().join(', ')}`);
            }
            return found;
        });
        Deno.writeTextFileSync(`${output}/web/${file}`, text);
    }
}

/** The service worker names what it is to keep, and a release by all of that. */
async function serviceWorker(): Promise<void> {
    const shell = ['/', '/manifest.webmanifest', ...addresses().filter((address) => /\.(js|css|svg|png)$/.test(address)).sort()];
    const all = new TextEncoder().encode(shell.join() + Deno.readTextFileSync(`${output}/web/index.html`));
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
    const release = Array.from(hash.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const put = [`--define:SHELL=${JSON.stringify(shell)}`, `--define:RELEASE=${JSON.stringify(release)}`];
    await run('esbuild', `sw=${sources}/app/sw.ts`, ...shared, '--minify', ...put, `--outdir=${output}/web`);
}

/** Every file once more, compressed as far as it goes, where that is worth it. */
function pack(directory: string): void {
    for (const { name, isDirectory } of [...Deno.readDirSync(directory)]) {
        const file = `${directory}/${name}`;
        if (isDirectory) {
            pack(file);
            continue;
        }
        const bytes = Deno.readFileSync(file);
        const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
        const packed: [string, Buffer][] = [
            ['gz', gzipSync(bytes, { level: 9 })],
            ['br', brotli],
        ];
        for (const [ending, small] of packed) {
            if (small.length < bytes.length * 0.9) {
                Deno.writeFileSync(`${file}.${ending}`, small);
            }
        }
    }
}

/** Whoever gets the libraries gets their licences, as these demand. */
function licences(): void {
    const shipped = ['lit', 'lit-html', 'lit-element', '@lit/reactive-element', 'idb'];
    const texts = shipped.map((name) => `${name}\n\n${Deno.readTextFileSync(`${modules}/${name}/LICENSE`)}`);
    Deno.writeTextFileSync(`${output}/web/assets/licences.txt`, texts.join('\n\n'));
}

for (const stale of [output, `${work}/tests`]) {
    await Deno.remove(stale, { recursive: true }).catch(() => undefined);
}
await Promise.all([check(`${sources}/client/tsconfig.json`), check(`${sources}/tsconfig.json`), bundle(), bundleTests()]);
page();
await serviceWorker();
licences();
pack(`${output}/web`);
