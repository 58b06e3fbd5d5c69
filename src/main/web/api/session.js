import { randomName } from '../random.js';
import { keepOnly, read, remove, write } from '../storage.js';
import { deviceName } from './device.js';
import { request } from './http.js';
import { Problem } from './problem.js';

const KEY = 'session';
/** Sessions that were ended by somebody else, by user: their drafts stay, and the dead token still tells who was here. */
const ENDED = 'ended';
const MOST_ENDED = 5;
/** The device whose person is signing out. */
const LEAVING = 'leaving';
/** Refreshed this long before it expires, so that a request does not lose the race. */
const MARGIN_MS = 30_000;
/** How long a person who signs out waits for the server to hear of it. */
const PATIENCE_MS = 3_000;

/**
 * Who is signed in on this device. All tabs share the device: the refresh token lies in localStorage, each tab keeps an
 * access token in memory. A refresh token may be spent once; spending it again would sign the device out, so tabs take
 * turns under a lock and always spend what the last one left there. The name of the attempt lets a tab repeat what another
 * began and did not live to finish.
 *
 * Fires 'change' when somebody signs in or out, here or in another tab.
 */
export class Session extends EventTarget {
    /** @type {import('./api.js').User | null} */
    user = null;
    /** @type {string} this device's id */
    device = '';
    /** Why the last session ended, if not by the person's own wish. */
    notice = '';

    /** @type {{ token: string, until: number } | null} */
    #access = null;
    /** @type {Promise<string> | null} */
    #refreshing = null;

    constructor() {
        super();
        addEventListener('storage', (event) => {
            if (event.key === null || event.key.endsWith(KEY)) {
                this.restore();
            }
        });
    }

    /** Takes up what is stored. Does not ask the server: the first request will. */
    restore() {
        const stored = read(KEY);
        if (stored?.user.id !== this.user?.id || stored?.device !== this.device) {
            this.#access = null;
        }
        keepOnly([...(stored ? [stored.user.id] : []), ...Object.keys(ended())]);
        this.user = stored?.user ?? null;
        this.device = stored?.device ?? '';
        this.dispatchEvent(new Event('change'));
    }

    /** @param {{ username: string, password: string, displayName: string }} account */
    async signUp(account) {
        await request('POST', '/v1/signup', { body: account });
        await this.signIn(account);
    }

    /** @param {{ username: string, password: string }} credentials */
    async signIn({ username, password }) {
        const earlier = Object.values(ended()).find((session) => session.username === username.trim().toLowerCase());
        const body = { username, password, deviceName: deviceName(), earlierRefreshToken: earlier?.refreshToken };
        const answer = await request('POST', '/v1/signin', { body });
        this.notice = '';
        write(KEY, { refreshToken: answer.refreshToken, user: answer.user, device: answer.device.id });
        const { [answer.user.id]: _, ...others } = ended();
        keepEnded(others);
        this.restore();
        this.#keepAccess(answer);
    }

    /** Works without the server too: what is on this device is forgotten in any case. */
    async signOut() {
        // The server tells all tabs, and they are to know that it was the person's wish.
        write(LEAVING, this.device);
        const told = this.request('POST', '/v1/signout').catch(() => undefined);
        await Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
        this.end('');
    }

    /**
     * @param {string} notice why, for people to read
     * @param {string} [device] whose session ended: another tab may have signed in again since
     */
    end(notice, device = this.device) {
        const stored = read(KEY);
        if (stored?.device === device) {
            const wished = read(LEAVING) === device;
            if (!wished) {
                const { id, username } = stored.user;
                keepEnded({ ...ended(), [id]: { username: username.toLowerCase(), refreshToken: stored.refreshToken } });
            }
            remove(KEY);
            remove(LEAVING);
            this.notice = wished ? '' : notice;
        }
        this.restore();
    }

    /**
     * @param {string} method
     * @param {string} path
     * @param {unknown} [body]
     * @param {import('./http.js').Patience} [patience]
     */
    async request(method, path, body, patience) {
        const token = this.#access && this.#access.until > Date.now() ? this.#access.token : await this.#refresh();
        try {
            return await request(method, path, { body, token, ...patience });
        } catch (problem) {
            if (!(problem instanceof Problem) || problem.status !== 401) {
                throw problem;
            }
            // Clocks differ, keys change: once with a new token, before giving up.
            return request(method, path, { body, token: await this.#refresh(), ...patience });
        }
    }

    #refresh() {
        this.#refreshing ??= inTurn(() => this.#spend()).finally(() => (this.#refreshing = null));
        return this.#refreshing;
    }

    async #spend() {
        const stored = read(KEY);
        if (!stored || stored.device !== this.device) {
            this.restore();
            throw new Problem({ code: 'signed_out', detail: 'You are signed out.', status: 401 });
        }
        // Kept before it is used: a tab that is closed or reloaded now leaves behind what it takes to ask again.
        const { refreshToken, attempt = randomName() } = stored;
        write(KEY, { ...stored, attempt });
        try {
            const answer = await request('POST', '/v1/refresh', { body: { refreshToken, attempt } });
            write(KEY, { ...stored, refreshToken: answer.refreshToken, attempt: undefined });
            return this.#keepAccess(answer);
        } catch (problem) {
            if (problem instanceof Problem && problem.status === 401) {
                this.end('Your session has ended. Please sign in again.');
            }
            throw problem;
        }
    }

    /** @param {{ accessToken: string, accessTokenExpiresInSeconds: number }} answer */
    #keepAccess({ accessToken, accessTokenExpiresInSeconds }) {
        const lifetime = accessTokenExpiresInSeconds * 1000;
        this.#access = { token: accessToken, until: Date.now() + lifetime - Math.min(MARGIN_MS, lifetime / 2) };
        return accessToken;
    }
}

/** @returns {Record<string, { username: string, refreshToken: string }>} the oldest first */
function ended() {
    return read(ENDED) ?? {};
}

/** @param {Record<string, { username: string, refreshToken: string }>} sessions */
function keepEnded(sessions) {
    const newest = Object.entries(sessions).slice(-MOST_ENDED);
    if (newest.length > 0) {
        write(ENDED, Object.fromEntries(newest));
    } else {
        remove(ENDED);
    }
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
function inTurn(work) {
    // Browsers offer locks over HTTPS and on localhost only; without them one tab at a time is all that is safe.
    return navigator.locks ? navigator.locks.request('rookery.refresh', work) : work();
}
