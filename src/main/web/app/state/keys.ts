import type { Chats } from '../../client/index.ts';
import type { Route } from './route.ts';

/** Keys that work wherever the focus is; no key of the browser is taken from a text field. */
export function onKey(event: KeyboardEvent, chats: Chats, route: Route): void {
    const inDialog = event.composedPath().some((each) => each instanceof HTMLDialogElement);
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || inDialog) {
        return;
    }
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step !== undefined) {
        event.preventDefault();
        openNext(chats, route, step, event.shiftKey);
    } else if (event.key === 'Escape' && route.chat && !event.altKey && !event.shiftKey) {
        route.toList();
    }
}

/** The chat above or below in the list, or the next one with something unread. */
function openNext(chats: Chats, route: Route, step: number, unread: boolean): void {
    const { list } = chats;
    let at = list.findIndex(({ id }) => id === route.chat);
    at = at < 0 && step < 0 ? list.length : at;
    do {
        at += step;
    } while (unread && list[at] && chats.unread(list[at]!) === 0);
    const next = list[at];
    if (next) {
        route.openChat(next.id);
    }
}
