/** A name that nobody can guess: 128 bits. */
export function randomName() {
    // crypto.randomUUID exists over HTTPS and on localhost only.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
