/**
 * The service worker: keeps the page of one release, so that it opens without a network. The next release is fetched beside it
 * and waits until it is told to take over. Nothing of the interface to the server is kept.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
/** Put in by the build: every file of the page, and a name of this release. */
declare const SHELL: string[];
declare const RELEASE: string;

const PREFIX = 'rookery-shell-';
const CACHE = PREFIX + RELEASE;

worker.addEventListener('install', (event) => event.waitUntil(fill()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('message', ({ data }) => data === 'replace' && void worker.skipWaiting());
worker.addEventListener('fetch', (event) => {
    const { method, mode, url } = event.request;
    const { origin, pathname } = new URL(url);
    const page = mode === 'navigate' && pathname === '/';
    if (method === 'GET' && origin === worker.location.origin && (page || SHELL.includes(pathname)) && (page || pathname !== '/')) {
        event.respondWith(answer(event.request, pathname));
    }
});

async function fill(): Promise<void> {
    const cache = await caches.open(CACHE);
    // Files of the page have a hash in their names, and may come from the browser's own cache; the page itself may not.
    const requests = SHELL.map((address) => new Request(address, { cache: address.startsWith('/assets/') ? 'default' : 'no-cache' }));
    await cache.addAll(requests);
}

async function takeOver(): Promise<void> {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
    await worker.clients.claim();
}

async function answer(request: Request, address: string): Promise<Response> {
    // Browsers may drop a cache when the disk is full.
    const kept = await caches.open(CACHE).then((cache) => cache.match(address)).catch(() => undefined);
    return kept ?? fetch(request);
}
