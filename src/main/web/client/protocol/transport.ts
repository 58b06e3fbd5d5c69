import type { ClientFrame, ServerFrame } from './frames.ts';
import type { Problem } from './problem.ts';

/** A way to the server while it lasts. */
export interface Transport {
    send(frame: ClientFrame): void;
    /** Ends it; nothing is heard any more. */
    stop(): void;
}

/** Who uses a transport. */
export interface Hearer {
    heard(frame: ServerFrame): void;
    /** It ended; called once, and not after `stop`. */
    lost(end: End): void;
}

export interface End {
    /** The close code of a WebSocket that had been open. */
    code?: number;
    /** The handshake failed, for a reason that browsers do not tell. */
    refused?: boolean;
    problem?: Problem;
}
