import { Client, type Environment, systemClock } from '../../../main/web/client/index.ts';
import { IndexedStore } from '../../../main/web/client/store/idb.ts';
import { same } from '../testing.ts';

/** A server of one user, whose sockets a test looks at. */
class Server {
    readonly user = { id: `u${Math.random()}`, username: 'ann', displayName: 'Ann' };
    readonly device = `d${Math.random()}`;
    readonly sockets: Socket[] = [];
    readonly sent: any[] = [];

    readonly fetch = async (address: string): Promise<Response> => {
        const tokens = { accessToken: 'a', accessTokenExpiresInSeconds: 600, refreshToken: 'r' };
        const path = new URL(address).pathname;
        const answers: Record<string, object> = {
            '/v1/signin': { ...tokens, user: this.user, device: { id: this.device } },
            '/v1/refresh': tokens,
            '/v1/ws-tickets': { ticket: 't' },
        };
        return path === '/v1/signout' ? new Response(null, { status: 204 }) : Response.json(answers[path]);
    };

    get open(): Socket[] {
        return this.sockets.filter((socket) => !socket.closed);
    }

    environment(): Environment {
        const server = this;
        return {
            ...{ origin: location.origin, deviceName: 'test', clock: systemClock, random: Math.random },
            ...{ indexedDB, locks: navigator.locks, BroadcastChannel },
            fetch: this.fetch as typeof fetch,
            WebSocket: function () {
                const socket = new Socket(server);
                server.sockets.push(socket);
                return socket;
            } as unknown as typeof WebSocket,
        };
    }
}

class Socket {
    closed = false;
    onopen: () => void = () => undefined;
    onmessage: (event: { data: string }) => void = () => undefined;
    onclose: (event: { code: number }) => void = () => undefined;
    readonly #server: Server;

    constructor(server: Server) {
        this.#server = server;
        setTimeout(() => {
            this.onopen();
            this.#tell({ type: 'welcome', session: 's', heartbeatSeconds: 25, maxTextCharacters: 1_000 });
        });
    }

    send(text: string): void {
        const frame = JSON.parse(text);
        this.#server.sent.push(frame);
        if (frame.type === 'sync') {
            this.#tell({ type: 'synced', id: frame.id, chats: 0, gone: [], again: [] });
        }
    }

    close(): void {
        this.closed = true;
    }

    end(code: number): void {
        this.closed = true;
        this.onclose({ code });
    }

    #tell(frame: object): void {
        setTimeout(() => this.onmessage({ data: JSON.stringify(frame) }));
    }
}

async function until(condition: () => unknown): Promise<void> {
    while (!(await condition())) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}

async function twoTabs(): Promise<{ server: Server; one: Client; other: Client }> {
    const server = new Server();
    const one = new Client(server.environment());
    const other = new Client(server.environment());
    await one.start();
    await other.start();
    await one.session.signIn({ username: 'ann', password: 'x' });
    await until(() => one.tabs?.status.state === 'online' && other.tabs?.status.state === 'online');
    return { server, one, other };
}

const texts = ({ chats }: Client) => chats?.outbox.of('a').map(({ content }) => (content.kind === 'message' ? content.text : ''));

export async function tabsHaveOneConnectionAndTheNextTakesItOver(): Promise<void> {
    const { server, one, other } = await twoTabs();
    same(server.open.length, 1);
    same([one.tabs!.leading, other.tabs!.leading], [true, false]);
    one.stop();
    await until(() => server.open.length === 1 && other.tabs!.leading && other.tabs!.status.state === 'online');
    await other.session.signOut();
    other.stop();
}

export async function whatOneTabWritesTheOtherSends(): Promise<void> {
    const { server, one, other } = await twoTabs();
    await other.chats!.send('a', 'from the other tab');
    await until(() => server.sent.some(({ type }) => type === 'send'));
    same(texts(one), ['from the other tab']);
    same(server.open.length, 1);
    await one.session.signOut();
    await until(() => !other.session.user);
    same(server.open.length, 0);
    one.stop();
    other.stop();
}

export async function whatIsUnsentOutlivesASessionThatTheServerEnds(): Promise<void> {
    const { server, one, other } = await twoTabs();
    await other.chats!.send('a', 'not sent');
    await until(() => server.sent.some(({ type }) => type === 'send'));
    server.open[0]!.end(4500);
    await until(() => !one.session.user && !other.session.user && !one.chats && !other.chats);
    const store = await IndexedStore.open(`rookery-${server.user.id}`);
    same((await store.begin()).letters.map(({ content }) => content), [{ kind: 'message', text: 'not sent' }]);
    await store.delete();
    one.stop();
    other.stop();
}

export async function whoSignsOutLeavesNothing(): Promise<void> {
    const { server, one, other } = await twoTabs();
    await one.chats!.send('a', 'not sent');
    await other.session.signOut();
    await until(() => !one.session.user);
    await until(async () => !(await indexedDB.databases()).some(({ name }) => name === `rookery-${server.user.id}`));
    one.stop();
    other.stop();
}
