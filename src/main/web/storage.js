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

/** What belongs to one person lies under their id. */
const PERSONAL = 'of.';
/** @type {Set<string> | null} of whom something may be kept; null while nobody has said */
let kept = null;

/**
 * A place for what belongs to one person: drafts, unsent messages, reading positions. Closed by `keepOnly`, so that nothing
 * is written for somebody who has just left.
 *
 * @param {string} user
 * @param {string} key
 * @param {Storage} [where]
 */
export function placeOf(user, key, where = localStorage) {
    const name = `${PERSONAL}${user}.${key}`;
    return {
        read: () => read(name, where),
        write: (/** @type {unknown} */ value) => {
            if (!kept || kept.has(user)) {
                write(name, value, where);
            }
        },
        remove: () => remove(name, where),
    };
}

/**
 * Forgets everything of everybody else, in this tab and for all of them.
 *
 * @param {string[]} users
 */
export function keepOnly(users) {
    kept = new Set(users);
    const theirs = users.map((user) => `${PREFIX}${PERSONAL}${user}.`);
    for (const where of [localStorage, sessionStorage]) {
        for (const key of Object.keys(where).filter((name) => name.startsWith(PREFIX + PERSONAL))) {
            if (!theirs.some((prefix) => key.startsWith(prefix))) {
                where.removeItem(key);
            }
        }
    }
}
