import { Problem } from './problem.js';

const TIMEOUT_MS = 15_000;

/**
 * @typedef {object} Patience
 * @property {number} [timeoutMs]
 * @property {AbortSignal} [signal] ends the request when nobody wants its answer any more
 */

/**
 * One JSON request to our own origin.
 *
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, token?: string } & Patience} [options]
 * @returns {Promise<any>} the body of the answer; rejected with a Problem
 */
export async function request(method, path, { body, token, timeoutMs = TIMEOUT_MS, signal } = {}) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' };
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    if (token) {
        headers.Authorization = `Bearer ${token}`;
    }
    const tooLong = AbortSignal.timeout(timeoutMs);
    try {
        const response = await fetch(path, {
            method,
            headers,
            body: body === undefined ? undefined : JSON.stringify(body),
            cache: 'no-store',
            credentials: 'omit',
            signal: signal ? AbortSignal.any([signal, tooLong]) : tooLong,
        });
        if (!response.ok) {
            throw await Problem.of(response);
        }
        return response.status === 204 ? null : await response.json();
    } catch (failure) {
        throw failure instanceof Problem ? failure : Problem.unreachable();
    }
}
