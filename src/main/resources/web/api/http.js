import { Problem } from './problem.js';

const TIMEOUT_MS = 15_000;

/**
 * One JSON request to our own origin.
 *
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, token?: string }} [options]
 * @returns {Promise<any>} the body of the answer; rejected with a Problem
 */
export async function request(method, path, { body, token } = {}) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' };
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    if (token) {
        headers.Authorization = `Bearer ${token}`;
    }
    try {
        const response = await fetch(path, {
            method,
            headers,
            body: body === undefined ? undefined : JSON.stringify(body),
            cache: 'no-store',
            credentials: 'omit',
            signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!response.ok) {
            throw await Problem.of(response);
        }
        return response.status === 204 ? null : await response.json();
    } catch (failure) {
        throw failure instanceof Problem ? failure : Problem.unreachable();
    }
}
