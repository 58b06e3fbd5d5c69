import { Api } from './api/api.js';
import { Session } from './api/session.js';
import { Chats } from './chats/chats.js';
import { Connection } from './live/connection.js';
import { Route } from './route.js';

/**
 * The parts of the client and how they are wired; knows nothing of the screen. While somebody is signed in there is one
 * connection and one set of chats, both dropped at sign-out, so that nothing of one user is left for the next.
 */
export class Client extends EventTarget {
    constructor() {
        super();
        this.route = new Route();
        this.session = new Session();
        this.api = new Api(this.session);
        /** @type {Chats | null} */
        this.chats = null;
        /** @type {Connection | null} */
        this.connection = null;
        this.session.addEventListener('change', () => this.#follow());
    }

    start() {
        this.session.restore();
    }

    #follow() {
        const { user, device } = this.session;
        if (this.chats && (this.chats.me.id !== user?.id || this.chats.device !== device)) {
            this.connection?.stop();
            this.chats.close();
            this.chats = null;
            this.connection = null;
            this.route.toList();
        }
        if (user && !this.chats) {
            this.connection = new Connection(this.api);
            this.chats = new Chats(this.api, this.connection, user, device);
            this.connection.addEventListener('signedout', () => this.session.end('This device was signed out.', device));
            this.connection.start();
        }
        this.dispatchEvent(new Event('change'));
    }
}
