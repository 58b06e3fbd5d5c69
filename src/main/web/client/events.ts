/** Tells whoever listens, by name of the event. Small enough to need no DOM. */
export class Emitter<Events extends Record<string, unknown>> {
    #listeners = new Map<keyof Events, Set<(value: never) => void>>();

    /** @returns how to stop listening */
    on<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void {
        const listeners = this.#listeners.get(name) ?? new Set();
        this.#listeners.set(name, listeners);
        listeners.add(listener);
        return () => listeners.delete(listener);
    }

    protected emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
        for (const listener of [...(this.#listeners.get(name) ?? [])]) {
            listener(value as never);
        }
    }
}
