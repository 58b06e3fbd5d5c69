import { read, remove, write } from '../storage.js';

/** What was begun to be written, per chat; kept on this device until it is sent. */
export const drafts = {
    /** @param {string} chat */
    of(chat) {
        return /** @type {string} */ (read(`draft.${chat}`) ?? '');
    },

    /**
     * @param {string} chat
     * @param {string} text
     */
    keep(chat, text) {
        if (text) {
            write(`draft.${chat}`, text);
        } else {
            remove(`draft.${chat}`);
        }
    },
};
