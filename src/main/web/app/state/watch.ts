import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** In a page that nobody sees no frames are painted; its title tells all the same what is unread. */
const HIDDEN_MS = 200;

/** Does something before the next frame is painted, once, however often it is asked for until then. */
export function oncePerFrame(work: () => void): () => void {
    let asked = false;
    const run = () => {
        if (asked) {
            asked = false;
            work();
        }
    };
    return () => {
        if (!asked) {
            asked = true;
            if (document.hidden) {
                setTimeout(run, HIDDEN_MS);
            } else {
                requestAnimationFrame(run);
                setTimeout(run, HIDDEN_MS);
            }
        }
    };
}

/** Renders a component again, at most once a frame, when what it shows says that it changed. */
export class Watch<Source extends object> implements ReactiveController {
    readonly #host: ReactiveControllerHost;
    readonly #source: () => Source | null | undefined;
    readonly #follow: (source: Source, again: () => void) => (() => void)[];
    readonly #again: () => void;
    #watched: Source | null | undefined;
    #stop: (() => void)[] = [];

    /**
     * @param source asked before each rendering; another one is followed from then on
     * @param follow subscribes to it; answers how to stop
     */
    constructor(
        host: ReactiveControllerHost,
        source: () => Source | null | undefined,
        follow: (source: Source, again: () => void) => (() => void)[],
    ) {
        this.#host = host;
        this.#source = source;
        this.#follow = follow;
        this.#again = oncePerFrame(() => host.requestUpdate());
        host.addController(this);
    }

    hostUpdate(): void {
        const source = this.#source();
        if (source !== this.#watched) {
            this.#leave();
            this.#watched = source;
            this.#stop = source ? this.#follow(source, this.#again) : [];
        }
    }

    hostConnected(): void {
        this.#host.requestUpdate();
    }

    hostDisconnected(): void {
        this.#leave();
        this.#watched = undefined;
    }

    #leave(): void {
        this.#stop.forEach((stop) => stop());
        this.#stop = [];
    }
}
