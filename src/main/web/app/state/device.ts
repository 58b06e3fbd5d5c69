/** In this order: most browsers claim to be several. */
const BROWSERS: [RegExp, string][] = [
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\/|FxiOS\//, 'Firefox'],
    [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
    [/Safari\//, 'Safari'],
];

const SYSTEMS: [RegExp, string][] = [
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/CrOS/, 'ChromeOS'],
    [/Linux/, 'Linux'],
];

/** What this device is called in the list of the account's devices, such as "Firefox on Linux". */
export function deviceName(): string {
    const agent = navigator.userAgent;
    return `${first(agent, BROWSERS) ?? 'Browser'} on ${first(agent, SYSTEMS) ?? 'an unknown system'}`;
}

function first(agent: string, table: [RegExp, string][]): string | undefined {
    return table.find(([pattern]) => pattern.test(agent))?.[1];
}
