import { type Environment, randomName } from '../environment.ts';
import { Emitter } from '../events.ts';
import type { Account, Accounts, Ended } from '../store/account.ts';
import type { User } from './frames.ts';
import { Problem } from './problem.ts';
import { type Patience, request } from './rest.ts';

const MOST_ENDED = 5;
const ENDED_MS = 7 * 24 * 3_600_000;
/** Refreshed this long before it expires, so that a request does not lose the race. */
const MARGIN_MS = 30_000;
/** How long a person who signs out waits for the server to hear of it. */
const PATIENCE_MS = 3_000;
const CHANNEL = 'rookery.account';

/** Why the last session ended, if not by the person's own wish. */
export type Notice = '' | 'ended' | 'signedOut';

type Events = { change: undefined };
type News = { leaving: string } | { changed: true };

/**
 * Who is signed in on this device. All tabs share the device: the refresh token lies in the store, each tab keeps an
 * access token in memory. A refresh token may be spent once; spending it again would sign the device out, so tabs take
 * turns and always spend what the last one left there. The name of the attempt lets a tab repeat what another
 * began and did not live to finish.
 */
export class Session extends Emitter<Events> {
    user: User | null = null;
    /** This device's id. */
    device = '';
    notice: Notice = '';
    /** Whether it is known who is signed in. */
    known = false;

    readonly #environment: Environment;
    readonly #accounts: Accounts;
    readonly #channel: BroadcastChannel | undefined;
    #access: { token: string; until: number } | null = null;
    #refreshing: Promise<string> | null = null;
    /** The device whose person is signing out, here or in another tab. */
    #leaving = '';

    constructor(environment: Environment, accounts: Accounts) {
        super();
        this.#environment = environment;
        this.#accounts = accounts;
        this.#channel = environment.BroadcastChannel && new environment.BroadcastChannel(CHANNEL);
        if (this.#channel) {
            this.#channel.onmessage = ({ data }: MessageEvent<News>) => {
                if ('leaving' in data) {
                    this.#leaving = data.leaving;
                } else {
                    void this.restore();
                }
            };
        }
    }

    /** Takes up what is stored. Does not ask the server: the first request will. */
    async restore(): Promise<void> {
        const { account } = await this.#accounts.read();
        if (account?.user.id !== this.user?.id || (account?.device ?? '') !== this.device) {
            if (this.device && this.device === this.#leaving) {
                this.notice = '';
            }
            this.#access = null;
            this.user = account?.user ?? null;
            this.device = account?.device ?? '';
        } else if (this.known) {
            return;
        }
        this.known = true;
        this.emit('change', undefined);
    }

    /**
     * Makes an account and signs in. If the answer to an earlier attempt was lost, the name is taken by that attempt: then the same
     * password signs in.
     */
    async signUp(account: { username: string; password: string; displayName: string }): Promise<void> {
        try {
            await request(this.#environment, 'POST', '/v1/signup', { body: account });
        } catch (failure) {
            const problem = Problem.of(failure);
            if (problem.code !== 'username_taken' || !this.#lost.has(account.username)) {
                if (problem.code === 'unreachable') {
                    this.#lost.add(account.username);
                }
                throw problem;
            }
        }
        await this.signIn(account).catch((failure) => {
            const problem = Problem.of(failure);
            throw problem.code === 'invalid_credentials'
                ? new Problem({ code: 'username_taken', detail: 'This user name is taken', status: 409 })
                : problem;
        });
    }

    /** User names of sign-ups whose answer was lost. */
    readonly #lost = new Set<string>();

    async signIn({ username, password }: { username: string; password: string }): Promise<void> {
        const kept = await this.#accounts.read();
        const earlier = Object.values(kept.ended).find((session) => session.username === username.trim().toLowerCase());
        const { deviceName } = this.#environment;
        const answer = await request(this.#environment, 'POST', '/v1/signin', {
            body: { username, password, deviceName, ...(earlier && { earlierRefreshToken: earlier.refreshToken }) },
        });
        await this.#accounts.change((changing) => {
            changing.account = { refreshToken: answer.refreshToken, user: answer.user, device: answer.device.id };
            delete changing.ended[answer.user.id];
        });
        this.notice = '';
        this.user = answer.user;
        this.device = answer.device.id;
        this.known = true;
        this.#keepAccess(answer);
        this.#tell({ changed: true });
        this.emit('change', undefined);
    }

    /** Works without the server too: what is on this device is forgotten in any case. */
    async signOut(): Promise<void> {
        // The server tells all tabs, and they are to know that it was the person's wish.
        this.#leaving = this.device;
        this.#tell({ leaving: this.device });
        const told = this.request('POST', '/v1/signout').catch(() => undefined);
        await Promise.race([told, new Promise<void>((resolve) => this.#environment.clock.setTimeout(resolve, PATIENCE_MS))]);
        await this.end('');
    }

    /** Whether the person wanted this session to end. */
    wished(device: string): boolean {
        return this.#leaving === device;
    }

    /** @param device whose session ended: another tab may have signed in again since */
    async end(notice: Notice, device = this.device): Promise<void> {
        const wished = this.wished(device);
        const now = this.#environment.clock.now();
        let ended = false;
        await this.#accounts.change((kept) => {
            const account = kept.account;
            if (account?.device !== device) {
                return;
            }
            ended = true;
            delete kept.account;
            if (!wished) {
                kept.ended = newest({ ...kept.ended, [account.user.id]: endedOf(account, now) }, now);
            }
        });
        if (ended) {
            this.notice = wished ? '' : notice;
            this.#tell({ changed: true });
        }
        await this.restore();
    }

    /** Whether the server ended the session of this user, in whichever tab it was noticed: then what they wrote is kept for a while. */
    async keeps(user: string): Promise<boolean> {
        const { ended } = await this.#accounts.read();
        return user in newest(ended, this.#environment.clock.now());
    }

    /** Users whose session was ended too long ago for anything of theirs to be kept; told once. */
    async expired(): Promise<string[]> {
        let gone: string[] = [];
        await this.#accounts.change((kept) => {
            const still = newest(kept.ended, this.#environment.clock.now());
            gone = Object.keys(kept.ended).filter((user) => !(user in still) && user !== kept.account?.user.id);
            kept.ended = still;
        });
        return gone;
    }

    async request(method: string, path: string, body?: unknown, patience: Patience = {}): Promise<any> {
        const { clock } = this.#environment;
        const token = this.#access && this.#access.until > clock.now() ? this.#access.token : await this.#refresh();
        try {
            return await request(this.#environment, method, path, { body, token, ...patience });
        } catch (problem) {
            if (Problem.of(problem).status !== 401) {
                throw problem;
            }
            // Clocks differ, keys change: once with a new token, before giving up.
            return request(this.#environment, method, path, { body, token: await this.#refresh(), ...patience });
        }
    }

    #refresh(): Promise<string> {
        this.#refreshing ??= this.#accounts.inTurn(() => this.#spend()).finally(() => (this.#refreshing = null));
        return this.#refreshing;
    }

    async #spend(): Promise<string> {
        // The attempt is kept before it is used: a tab that is closed now leaves behind what it takes to ask again.
        const { account } = await this.#accounts.change((kept) => {
            if (kept.account && kept.account.device === this.device) {
                kept.account.attempt ??= randomName();
            }
        });
        if (!account || account.device !== this.device) {
            await this.restore();
            throw new Problem({ code: 'signed_out', detail: 'You are signed out.', status: 401 });
        }
        try {
            const { refreshToken, attempt } = account;
            const answer = await request(this.#environment, 'POST', '/v1/refresh', { body: { refreshToken, attempt } });
            await this.#accounts.change((kept) => {
                if (kept.account?.device === account.device) {
                    kept.account = { ...kept.account, refreshToken: answer.refreshToken, attempt: undefined };
                }
            });
            return this.#keepAccess(answer);
        } catch (failure) {
            const problem = Problem.of(failure);
            if (problem.status === 401) {
                await this.end('ended', account.device);
            }
            throw problem;
        }
    }

    #keepAccess(answer: { accessToken: string; accessTokenExpiresInSeconds: number }): string {
        const lifetime = answer.accessTokenExpiresInSeconds * 1000;
        const until = this.#environment.clock.now() + lifetime - Math.min(MARGIN_MS, lifetime / 2);
        this.#access = { token: answer.accessToken, until };
        return answer.accessToken;
    }

    #tell(news: News): void {
        this.#channel?.postMessage(news);
    }

    close(): void {
        this.#channel?.close();
    }
}

function endedOf({ user, refreshToken }: Account, now: number): Ended {
    return { username: user.username.toLowerCase(), refreshToken, at: now };
}

function newest(ended: Record<string, Ended>, now: number): Record<string, Ended> {
    const recent = Object.entries(ended).filter(([, { at }]) => now - at < ENDED_MS);
    return Object.fromEntries(recent.sort(([, a], [, b]) => a.at - b.at).slice(-MOST_ENDED));
}
