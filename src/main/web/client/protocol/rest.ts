import type { Environment } from '../environment.ts';
import { Problem } from './problem.ts';

const TIMEOUT_MS = 15_000;

export interface Patience {
    timeoutMs?: number;
    /** Ends the request when nobody wants its answer any more. */
    signal?: AbortSignal;
}

/**
 * One JSON request to the server.
 *
 * @returns the body of the answer; rejected with a Problem
 */
export async function request(
    { fetch, origin }: Pick<Environment, 'fetch' | 'origin'>,
    method: string,
    path: string,
    { body, token, timeoutMs = TIMEOUT_MS, signal }: { body?: unknown; token?: string } & Patience = {},
): Promise<any> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    if (token) {
        headers['Authorization'] = `Bearer ${token}`;
    }
    const ended = new AbortController();
    const timer = setTimeout(() => ended.abort(), timeoutMs);
    const end = () => ended.abort();
    signal?.addEventListener('abort', end);
    if (signal?.aborted) {
        end();
    }
    try {
        const response = await fetch(origin + path, {
            method,
            headers,
            ...(body !== undefined && { body: JSON.stringify(body) }),
            cache: 'no-store',
            credentials: 'omit',
            signal: ended.signal,
        });
        if (!response.ok) {
            throw await Problem.from(response);
        }
        return response.status === 204 ? null : await response.json();
    } catch (failure) {
        throw Problem.of(failure);
    } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
    }
}
