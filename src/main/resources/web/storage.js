/**
 * Small things kept on this device, as JSON, under one prefix. Storage may be full or forbidden: then the page works on
 * without a memory, so nothing here throws.
 */
const PREFIX = 'rookery.';

/**
 * @param {string} key
 * @param {Storage} [where]
 */
export function read(key, where = localStorage) {
    try {
        return JSON.parse(where.getItem(PREFIX + key) ?? 'null');
    } catch {
        return null;
    }
}

/**
 * @param {string} key
 * @param {unknown} value
 * @param {Storage} [where]
 */
export function write(key, value, where = localStorage) {
    try {
        where.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
        // Full or forbidden: see above.
    }
}

/**
 * @param {string} key
 * @param {Storage} [where]
 */
export function remove(key, where = localStorage) {
    where.removeItem(PREFIX + key);
}

/** At sign-out: drafts, unsent messages and reading positions of the person who leaves. */
export function forgetEverything() {
    for (const where of [localStorage, sessionStorage]) {
        for (const key of Object.keys(where).filter((name) => name.startsWith(PREFIX))) {
            where.removeItem(key);
        }
    }
}
