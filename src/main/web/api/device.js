/** What this device is called in the list of the account's devices, such as "Firefox on Linux". */
export function deviceName() {
    const agent = navigator.userAgent;
    return `${first(agent, BROWSERS) ?? 'Browser'} on ${first(agent, SYSTEMS) ?? 'an unknown system'}`;
}

/** In this order: most browsers claim to be several. */
const BROWSERS = /** @type {const} */ ([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\/|FxiOS\//, 'Firefox'],
    [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
    [/Safari\//, 'Safari'],
]);

const SYSTEMS = /** @type {const} */ ([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/CrOS/, 'ChromeOS'],
    [/Linux/, 'Linux'],
]);

/**
 * @param {string} agent
 * @param {readonly (readonly [RegExp, string])[]} table
 */
function first(agent, table) {
    return table.find(([pattern]) => pattern.test(agent))?.[1];
}
