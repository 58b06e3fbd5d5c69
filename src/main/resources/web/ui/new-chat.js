import { css, html, LitElement, nothing } from 'lit';
import { shared } from './shared.js';

/** Nobody has such a name, or nobody could have it. */
const UNKNOWN = ['user_unknown', 'invalid_request'];

/** Asks for a user name and opens the chat with this person. */
export class NewChat extends LitElement {
    static properties = {
        chats: { attribute: false },
        route: { attribute: false },
        busy: { state: true },
        problem: { state: true },
    };

    static styles = [
        shared,
        css`
            dialog {
                width: min(400px, calc(100vw - 2 * var(--s4)));
                padding: var(--s5);
                border: 1px solid var(--line);
                border-radius: 16px;
                background: var(--raised);
                color: var(--ink);
                box-shadow: var(--shadow);
            }

            dialog::backdrop {
                background: rgb(15 13 24 / 45%);
            }

            form {
                display: grid;
                gap: var(--s3);
            }

            h2 {
                font-size: var(--text-l);
            }

            .actions {
                display: flex;
                justify-content: flex-end;
                gap: var(--s2);
                margin-top: var(--s1);
            }
        `,
    ];

    constructor() {
        super();
        /** @type {import('../chats/chats.js').Chats} */
        this.chats = undefined;
        /** @type {import('../route.js').Route} */
        this.route = undefined;
        this.busy = false;
        this.problem = '';
    }

    open() {
        this.problem = '';
        this.#dialog.querySelector('form')?.reset();
        this.#dialog.showModal();
    }

    render() {
        return html`
            <dialog aria-labelledby="title">
                <form @submit=${this.#submit} aria-busy=${this.busy}>
                    <h2 id="title">New chat</h2>
                    <label class="field">
                        <span>User name</span>
                        <input
                            class="input"
                            name="username"
                            autocomplete="off"
                            autocapitalize="none"
                            spellcheck="false"
                            maxlength="33"
                            required
                            autofocus
                        />
                        <span class="hint">Ask the person for it: it is what they sign in with.</span>
                    </label>
                    <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
                    <div class="actions">
                        <button type="button" class="button quiet" @click=${() => this.#dialog.close()}>Cancel</button>
                        <button class="button" ?disabled=${this.busy}>${this.busy ? 'Starting…' : 'Start chat'}</button>
                    </div>
                </form>
            </dialog>
        `;
    }

    /** @param {SubmitEvent} event */
    async #submit(event) {
        event.preventDefault();
        const form = /** @type {HTMLFormElement} */ (event.target);
        const username = String(new FormData(form).get('username')).trim().replace(/^@/u, '');
        this.problem = '';
        if (username.toLowerCase() === this.chats.me.username) {
            this.problem = 'That is you.';
            return;
        }
        this.busy = true;
        try {
            const chat = await this.chats.start(username);
            this.#dialog.close();
            this.route.openChat(chat);
        } catch (problem) {
            this.problem = UNKNOWN.includes(problem.code) ? `Nobody here is called “${username}”.` : problem.message;
        }
        this.busy = false;
    }

    get #dialog() {
        return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
    }
}

customElements.define('rk-new-chat', NewChat);
