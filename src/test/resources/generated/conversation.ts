import {
    AccountApi,
    ChatsApi,
    Configuration,
    Events,
    LiveApi,
    ProblemFromJSON,
    ResponseError,
} from './client/index';

const PASSWORD = 'correct horse battery';
const POLLS = 20;

/** Two people talk, by a client that nobody wrote. Says what they saw, the same as Conversation.java. */
export async function talk(node: string, suffix: string): Promise<string[]> {
    const seen: string[] = [];
    const anna = await signedIn(node, 'anna' + suffix);
    const ben = await signedIn(node, 'ben' + suffix);
    const events = new LiveApi(ben);
    const first = await events.receiveEvents({ wait: 0 });

    const chat = await new ChatsApi(anna).openChat({ openChat: { username: 'ben' + suffix } });
    seen.push(`opened ${chat.kind} of ${chat.memberCount}`);
    const hello = { clientId: 'm-1', content: { kind: 'message', text: 'Hello, 🐦' } };
    const sent = await new ChatsApi(anna).sendMessage({ chatId: chat.id, sendMessage: hello });
    seen.push(`sent ${sent.seq}`);

    const history = await new ChatsApi(ben).listMessages({ chatId: chat.id, limit: 10 });
    history.entries.forEach(entry => seen.push(`read ${entry.seq} ${entry.content.text}`));
    seen.push(`heard ${await heard(events, first, chat.id)}`);
    const moved = await events.moveCursors({ moveCursors: { cursors: { [chat.id]: 1 } } });
    seen.push(`reached ${moved.cursors[chat.id]}`);
    seen.push(`synced ${synced(await new LiveApi(ben).receiveEvents({ wait: 0 }))}`);
    seen.push(await refused(anna, chat.id));
    return seen;
}

async function signedIn(node: string, name: string): Promise<Configuration> {
    const account = new AccountApi(new Configuration({ basePath: node }));
    await account.signUp({ signUp: { username: name, password: PASSWORD, displayName: name } });
    const { accessToken } = await account.signIn({
        signIn: { username: name, password: PASSWORD, deviceName: 'generated' },
    });
    return new Configuration({ basePath: node, accessToken });
}

async function heard(events: LiveApi, first: Events, chat: string): Promise<string> {
    let page = first;
    for (let i = 0; i < POLLS; i++) {
        for (const event of page.events) {
            // Compiles only if the type says which event it is.
            if (event.type === 'entry' && event.chat === chat) {
                return `${event.seq} ${event.content.text}`;
            }
        }
        page = await events.receiveEvents({ wait: 10, after: page.next });
    }
    return 'nothing';
}

/** What a new session brings of the chat. */
function synced(page: Events): string {
    let head = 'no chat';
    for (const event of page.events) {
        if (event.type === 'chats') {
            event.chats.forEach(known => (head = `${known.kind} through ${known.cursor}`));
        } else if (event.type === 'synced') {
            return `${head}, ${event.chats} in all`;
        }
    }
    return 'nothing';
}

async function refused(client: Configuration, chatId: string): Promise<string> {
    try {
        await new ChatsApi(client).sendMessage({ chatId, sendMessage: { clientId: 'm-2', content: { kind: 'message', text: '' } } });
        return 'not refused';
    } catch (error) {
        if (!(error instanceof ResponseError)) {
            throw error;
        }
        const problem = ProblemFromJSON(await error.response.json());
        return (problem.violations ?? [])
            .map(violation => `refused ${problem.code} of ${violation.field}`)
            .join();
    }
}
