/** What is shown, kept in the address, so that the browser's back button and bookmarks work: `#/chats/<id>` or the list. */
export class Route extends EventTarget {
    constructor() {
        super();
        addEventListener('hashchange', () => this.dispatchEvent(new Event('change')));
    }

    /** @returns {string | null} the id of the chat that is open */
    get chat() {
        return /^#\/chats\/([\w-]+)$/.exec(location.hash)?.[1] ?? null;
    }

    /** @param {string} chat */
    static toChat(chat) {
        return `#/chats/${chat}`;
    }

    /** @param {string} chat */
    openChat(chat) {
        location.hash = Route.toChat(chat);
    }

    toList() {
        if (location.hash) {
            history.replaceState(null, '', location.pathname);
            this.dispatchEvent(new Event('change'));
        }
    }
}
