import { css, html, LitElement, nothing } from 'lit';
import { randomName } from '../random.js';
import { shared } from './shared.js';

/** Nobody has such a name, or nobody could have it. */
const UNKNOWN = ['user_unknown', 'invalid_request'];

/** Asks for user names and opens the chat with this person, or a group of several. */
export class NewChat extends LitElement {
    static properties = {
        chats: { attribute: false },
        route: { attribute: false },
        several: { state: true },
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
        this.several = false;
        this.busy = false;
        this.problem = '';
        /** The group that was asked for last, so that asking again for the same makes no second one. */
        this.attempt = { clientId: '', asked: '' };
    }

    open() {
        this.problem = '';
        this.several = false;
        this.#dialog.querySelector('form')?.reset();
        this.#dialog.showModal();
    }

    render() {
        return html`
            <dialog aria-labelledby="title">
                <form @submit=${this.#submit} aria-busy=${this.busy}>
                    <h2 id="title">New chat</h2>
                    <label class="field">
                        <span>User names</span>
                        <input
                            class="input"
                            name="username"
                            autocomplete="off"
                            autocapitalize="none"
                            spellcheck="false"
                            maxlength="4000"
                            required
                            autofocus
                            @input=${this.#count}
                        />
                        <span class="hint">What people sign in with. Several, with blanks between them, make a group.</span>
                    </label>
                    <label class="field" ?hidden=${!this.several}>
                        <span>Group name (optional)</span>
                        <input class="input" name="title" autocomplete="off" maxlength="100" ?disabled=${!this.several} />
                    </label>
                    <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
                    <div class="actions">
                        <button type="button" class="button quiet" @click=${() => this.#dialog.close()}>Cancel</button>
                        <button class="button" ?disabled=${this.busy}>
                            ${this.busy ? 'Starting…' : this.several ? 'Start group' : 'Start chat'}
                        </button>
                    </div>
                </form>
            </dialog>
        `;
    }

    /** @param {InputEvent} event */
    #count(event) {
        this.several = names(/** @type {HTMLInputElement} */ (event.target).value).length > 1;
    }

    /** @param {SubmitEvent} event */
    async #submit(event) {
        event.preventDefault();
        const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
        const members = names(String(form.get('username')));
        const title = String(form.get('title') ?? '').trim();
        this.problem = '';
        if (members.length === 0 || (members.length === 1 && members[0].toLowerCase() === this.chats.me.username)) {
            this.problem = members.length === 0 ? 'Who do you want to write to?' : 'That is you.';
            return;
        }
        this.busy = true;
        try {
            const chat = members.length > 1 ? await this.#startGroup(members, title) : await this.chats.start(members[0]);
            this.#dialog.close();
            this.route.openChat(chat);
        } catch (problem) {
            this.problem = explain(problem, members);
        }
        this.busy = false;
    }

    /**
     * @param {string[]} members
     * @param {string} title
     */
    #startGroup(members, title) {
        const asked = JSON.stringify([members, title]);
        if (this.attempt.asked !== asked) {
            this.attempt = { clientId: randomName(), asked };
        }
        return this.chats.startGroup({ clientId: this.attempt.clientId, members, ...(title && { title }) });
    }

    get #dialog() {
        return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
    }
}

/** @param {string} written */
function names(written) {
    return written.split(/[\s,;]+/u).map((name) => name.replace(/^@/u, '')).filter((name) => name);
}

/**
 * @param {import('../api/problem.js').Problem} problem
 * @param {string[]} members as they were asked for
 */
function explain(problem, members) {
    if (members.length === 1) {
        return UNKNOWN.includes(problem.code) ? `Nobody here is called “${members[0]}”.` : problem.message;
    }
    const wrong = problem.violations
        .map(({ field }) => members[Number(field.replace('members.', ''))])
        .filter((name) => name);
    return problem.code === 'user_unknown' && wrong.length > 0
        ? `Nobody here is called ${wrong.map((name) => `“${name}”`).join(' or ')}.`
        : problem.message;
}

customElements.define('rk-new-chat', NewChat);
