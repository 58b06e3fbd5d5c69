/**
 * Renders a component again whenever one of the things it shows says that it changed.
 *
 * @implements {import('lit').ReactiveController}
 */
export class Watch {
    /** @type {EventTarget[]} */
    #watched = [];
    #again = () => this.#host.requestUpdate();
    #host;
    #sources;

    /**
     * @param {import('lit').LitElement} host
     * @param {() => (EventTarget | null | undefined)[]} sources asked again before each rendering
     */
    constructor(host, sources) {
        this.#host = host;
        this.#sources = sources;
        host.addController(this);
    }

    hostUpdate() {
        const wanted = this.#sources().filter((source) => source != null);
        if (wanted.length !== this.#watched.length || wanted.some((source, i) => source !== this.#watched[i])) {
            this.hostDisconnected();
            wanted.forEach((source) => source.addEventListener('change', this.#again));
            this.#watched = wanted;
        }
    }

    hostConnected() {
        this.#again();
    }

    hostDisconnected() {
        this.#watched.forEach((source) => source.removeEventListener('change', this.#again));
        this.#watched = [];
    }
}
