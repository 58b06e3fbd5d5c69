import { Client, type Environment, systemClock } from '../client/index.ts';
import { chooseLanguage } from './i18n/texts.ts';
import { deviceName } from './state/device.ts';
import { Route } from './state/route.ts';
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
const wake = () => document.hidden || client.tabs?.wake();
addEventListener('online', wake);
addEventListener('offline', wake);
document.addEventListener('visibilitychange', wake);

await chooseLanguage();
const app = document.createElement('rk-app') as App;
app.client = client;
app.route = new Route();
document.body.prepend(app);
void client.start();
