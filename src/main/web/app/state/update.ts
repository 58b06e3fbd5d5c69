import { Emitter } from '../../client/index.ts';

const ADDRESS = '/sw.js';
/** So often a page that is looked at asks whether there is a newer one. */
const ASK_MS = 3_600_000;

interface Policy {
    createScriptURL(text: string): unknown;
}

/** Under Trusted Types no text becomes the address of a script: this one is let through, and no other. */
function ownWorker(): unknown {
    const { trustedTypes } = window as { trustedTypes?: { createPolicy(name: string, rules: object): Policy } };
    return trustedTypes ? trustedTypes.createPolicy('rookery', { createScriptURL: () => ADDRESS }).createScriptURL(ADDRESS) : ADDRESS;
}

/** Keeps the page in the browser, where that is allowed, and knows of a newer one. */
export class Update extends Emitter<{ ready: undefined }> {
    #registration: ServiceWorkerRegistration | undefined;
    #asked = Date.now();

    /** Whether a newer page waits for this one to go. */
    get isReady(): boolean {
        return this.#registration?.waiting != null && navigator.serviceWorker.controller !== null;
    }

    /** @param leave what is to be done before the newer page takes the place of this one */
    async start(leave: () => void): Promise<void> {
        // Over plain HTTP there are no service workers, but on this machine itself.
        if (!('serviceWorker' in navigator)) {
            return;
        }
        let controlled = navigator.serviceWorker.controller !== null;
        navigator.serviceWorker.addEventListener('controllerchange', () => {
            // The first one takes over what it did not serve. Another takes the place of the last, in all tabs: none can go on
            // with files that are gone.
            if (controlled) {
                leave();
                location.reload();
            }
            controlled = true;
        });
        try {
            const options = { updateViaCache: 'none' } as const;
            const registration = (this.#registration = await navigator.serviceWorker.register(ownWorker() as string, options));
            registration.addEventListener('updatefound', () => this.#watch(registration.installing));
            this.#watch(registration.installing);
            this.emit('ready', undefined);
        } catch {
            // Blocked: the page is loaded from the server each time.
        }
    }

    /** The page is looked at again. */
    ask(): void {
        if (Date.now() - this.#asked > ASK_MS) {
            this.#asked = Date.now();
            this.#registration?.update().catch(() => undefined);
        }
    }

    /** Goes on with the newer page. */
    replace(): void {
        this.#registration?.waiting?.postMessage('replace');
    }

    #watch(installing: ServiceWorker | null): void {
        installing?.addEventListener('statechange', () => this.emit('ready', undefined));
    }
}
