import { Emitter } from '../../client/index.ts';

export type Place = { chat: string | null; seq: number | null };

/**
 * What is shown, kept in the address: `#/c/<id>`, with a seq behind it to go to one message, or the list. An address is pushed when a
 * chat is opened from the list and popped by the way back, so that the browser's Back never enters a chat again.
 */
export class Route extends Emitter<{ change: undefined }> {
    /** Whether the address before this one is the list, in this tab. */
    #fromList = false;

    constructor() {
        super();
        addEventListener('popstate', () => {
            this.#fromList = history.state?.fromList === true;
            this.emit('change', undefined);
        });
        this.#fromList = history.state?.fromList === true;
    }

    get place(): Place {
        const found = /^#\/c\/([\w-]+)(?:\/(\d+))?$/.exec(location.hash);
        return { chat: found?.[1] ?? null, seq: found?.[2] ? Number(found[2]) : null };
    }

    get chat(): string | null {
        return this.place.chat;
    }

    static toChat(chat: string): string {
        return `#/c/${chat}`;
    }

    openChat(chat: string): void {
        if (this.chat === chat) {
            return;
        }
        if (this.chat) {
            // From chat to chat there is one step back to the list, not a way through all of them.
            history.replaceState({ fromList: this.#fromList }, '', Route.toChat(chat));
        } else {
            this.#fromList = true;
            history.pushState({ fromList: true }, '', Route.toChat(chat));
        }
        this.emit('change', undefined);
    }

    /** Nobody is signed in any more. */
    forget(): void {
        this.#fromList = false;
        history.replaceState(null, '', location.pathname);
        this.emit('change', undefined);
    }

    toList(): void {
        if (!location.hash) {
            return;
        }
        if (this.#fromList) {
            history.back();
        } else {
            history.replaceState(null, '', location.pathname);
            this.emit('change', undefined);
        }
    }
}
