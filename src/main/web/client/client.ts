import type { Environment } from './environment.ts';
import { Emitter } from './events.ts';
import { Api } from './protocol/api.ts';
import { Session } from './protocol/session.ts';
import { Accounts } from './store/account.ts';
import { IndexedStore } from './store/idb.ts';
import { MemoryStore } from './store/memory.ts';
import type { Store } from './store/store.ts';
import { Chats } from './sync/chats.ts';
import { Tabs } from './sync/leader.ts';

type Events = { change: undefined };

/**
 * The parts of the client and how they are wired; knows nothing of a screen. While somebody is signed in there is one
 * connection and one set of chats, both dropped at sign-out, so that nothing of one user is left for the next.
 */
export class Client extends Emitter<Events> {
    readonly session: Session;
    readonly api: Api;
    chats: Chats | null = null;
    tabs: Tabs | null = null;
    /** Whether what is shown outlives this tab; false where the browser allows no storage. */
    durable = true;

    readonly #environment: Environment;
    readonly #accounts: Accounts;
    #store: Store | null = null;
    #device = '';
    #following = Promise.resolve();

    constructor(environment: Environment) {
        super();
        this.#environment = environment;
        this.#accounts = new Accounts(environment);
        this.session = new Session(environment, this.#accounts);
        this.api = new Api((method, path, body, patience) => this.session.request(method, path, body, patience));
        this.session.on('change', () => (this.#following = this.#following.then(() => this.#follow())));
    }

    async start(): Promise<void> {
        await this.session.restore();
        await this.#following;
        for (const user of await this.session.expired()) {
            this.#environment.indexedDB?.deleteDatabase(`rookery-${user}`);
        }
    }

    /** Ends everything, but keeps who is signed in. */
    stop(): void {
        this.#leave();
        this.session.close();
    }

    async #follow(): Promise<void> {
        const { user, device } = this.session;
        if (device === this.#device) {
            this.emit('change', undefined);
            return;
        }
        const store = this.#store;
        const before = this.chats?.me.id;
        this.#device = device;
        this.#leave();
        if (before && store) {
            await ((await this.session.keeps(before)) ? store.forgetOthers() : store.delete()).catch(() => undefined);
            store.close();
        }
        if (user) {
            await this.#enter(user.id);
        }
        this.emit('change', undefined);
    }

    #leave(): void {
        this.tabs?.stop();
        this.chats?.close();
        this.chats = null;
        this.tabs = null;
        this.#store = null;
    }

    async #enter(user: string): Promise<void> {
        const { device } = this.session;
        this.#store = await this.#open(user);
        this.durable = this.#store.durable;
        const tabs = new Tabs(this.#environment, this.api, device);
        const chats = new Chats(this.#environment, this.api, tabs, this.#store, this.session.user!, device);
        tabs.on('frame', (frame) => chats.onFrame(frame));
        tabs.on('status', ({ state }) => state === 'online' || chats.presence.away());
        tabs.on('news', (news) => chats.onNews(news));
        tabs.on('leading', () => void chats.lead());
        tabs.on('signedOut', () => void this.session.end('signedOut', device));
        await chats.begin();
        this.chats = chats;
        this.tabs = tabs;
        tabs.start();
    }

    async #open(user: string): Promise<Store> {
        if (this.#environment.indexedDB) {
            try {
                return await IndexedStore.open(`rookery-${user}`);
            } catch {
                // Private windows, blocked site data, a full disk.
            }
        }
        return new MemoryStore();
    }
}
