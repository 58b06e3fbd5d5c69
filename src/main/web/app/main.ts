import { Client, type Environment, systemClock } from '../client/index.ts';
import { chooseLanguage } from './i18n/texts.ts';
import { deviceName } from './state/device.ts';
import { Route } from './state/route.ts';
import { Update } from './state/update.ts';
import './ui/app.ts';
import type { App } from './ui/app.ts';

const environment: Environment = {
    origin: location.origin,
    fetch: (input, init) => fetch(input, init),
    WebSocket,
    BroadcastChannel,
    clock: systemClock,
    random: Math.random,
    deviceName: deviceName(),
    ...(navigator.locks && { locks: navigator.locks }),
    ...storage(),
};

/** Browsers may refuse it by throwing. */
function storage(): { indexedDB?: IDBFactory } {
    try {
        return { indexedDB };
    } catch {
        return {};
    }
}

const client = new Client(environment);
const newer = new Update();
const wake = () => {
    if (!document.hidden) {
        client.tabs?.wake();
        newer.ask();
    }
};
addEventListener('online', wake);
addEventListener('offline', wake);
document.addEventListener('visibilitychange', wake);
for (const sign of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove', 'focus']) {
    addEventListener(sign, () => client.chats?.activity.touched(), { passive: true, capture: true });
}
// What is dropped beside a field, and any file, would take the place of the page.
for (const drop of ['dragover', 'drop'] as const) {
    addEventListener(drop, (event) => {
        const field = event.composedPath()[0] instanceof HTMLTextAreaElement && !event.dataTransfer?.types.includes('Files');
        if (!field) {
            event.preventDefault();
        }
    });
}

await chooseLanguage();
const app = document.createElement('rk-app') as App;
app.client = client;
app.route = new Route();
app.newer = newer;
document.body.prepend(app);
void client.start();
void newer.start(() => client.chats?.flush());
