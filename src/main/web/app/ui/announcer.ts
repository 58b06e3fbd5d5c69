import { t } from '../i18n/texts.ts';

/** At most a sentence in so long: a screen reader says one after the other. */
const PACE_MS = 2_000;
const KEPT = 20;

/** Tells those who can't see it that something was said. Nodes are appended, so that two equal sentences are both said. */
export class Announcer {
    readonly place = document.createElement('div');
    #waiting: { sentence: string; from: string }[] = [];
    #timer: number | undefined;

    constructor() {
        this.place.className = 'visually-hidden';
        this.place.setAttribute('role', 'log');
        this.place.setAttribute('aria-live', 'polite');
        this.place.setAttribute('aria-label', t.chat.newMessages);
    }

    /** @param from what the chat is called */
    say(sentence: string, from: string): void {
        this.#waiting.push({ sentence, from });
        if (this.#timer === undefined) {
            this.#speak();
        }
    }

    #speak(): void {
        const waiting = this.#waiting;
        this.#waiting = [];
        this.#timer = undefined;
        const [first, ...others] = waiting;
        if (!first) {
            return;
        }
        const node = document.createElement('p');
        const one = others.every(({ from }) => from === first.from);
        node.textContent =
            others.length === 0 ? first.sentence : one ? t.chat.announcedMany(waiting.length, first.from) : t.chat.newMessages;
        this.place.append(node);
        while (this.place.childElementCount > KEPT) {
            this.place.firstElementChild?.remove();
        }
        this.#timer = setTimeout(() => this.#speak(), PACE_MS);
    }
}
