import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { Problem, randomName, type Chats } from '../../client/index.ts';
import { explain, t } from '../i18n/texts.ts';
import type { Route } from '../state/route.ts';
import { shared } from './shared.ts';

/** Nobody has such a name, or nobody could have it. */
const UNKNOWN = ['user_unknown', 'invalid_request'];

/** Asks for user names and opens the chat with this person, or a group of several. */
export class NewChat extends LitElement {
    static override properties = {
        chats: { attribute: false },
        route: { attribute: false },
        several: { state: true },
        busy: { state: true },
        problem: { state: true },
    };

    static override styles = [
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

    chats!: Chats;
    route!: Route;
    several = false;
    busy = false;
    problem = '';
    /** The group that was asked for last, so that asking again for the same makes no second one. */
    #attempt = { clientId: '', asked: '' };

    show(): void {
        this.problem = '';
        this.several = false;
        this.#dialog.querySelector('form')?.reset();
        this.#dialog.showModal();
    }

    override render(): TemplateResult {
        return html`
            <dialog aria-labelledby="title">
                <form @submit=${this.#submit} aria-busy=${this.busy}>
                    <h2 id="title">${t.newChat.title}</h2>
                    <label class="field">
                        <span>${t.newChat.names}</span>
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
                        <span class="hint">${t.newChat.hint}</span>
                    </label>
                    <label class="field" ?hidden=${!this.several}>
                        <span>${t.newChat.groupName}</span>
                        <input class="input" name="title" autocomplete="off" maxlength="100" ?disabled=${!this.several} />
                    </label>
                    <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
                    <div class="actions">
                        <button type="button" class="button quiet" @click=${() => this.#dialog.close()}>${t.newChat.cancel}</button>
                        <button class="button" ?disabled=${this.busy}>
                            ${this.busy ? t.newChat.starting : this.several ? t.newChat.startGroup : t.newChat.startChat}
                        </button>
                    </div>
                </form>
            </dialog>
        `;
    }

    #count(event: InputEvent): void {
        this.several = names((event.target as HTMLInputElement).value).length > 1;
    }

    async #submit(event: SubmitEvent): Promise<void> {
        event.preventDefault();
        const form = new FormData(event.target as HTMLFormElement);
        const members = names(String(form.get('username')));
        const title = String(form.get('title') ?? '').trim();
        const first = members[0];
        this.problem = '';
        if (first === undefined || (members.length === 1 && first.toLowerCase() === this.chats.me.username)) {
            this.problem = first === undefined ? t.newChat.nobody : t.newChat.yourself;
            return;
        }
        this.busy = true;
        try {
            const chat = members.length > 1 ? await this.#startGroup(members, title) : await this.chats.start(first);
            this.#dialog.close();
            this.route.openChat(chat);
        } catch (failure) {
            this.problem = told(Problem.of(failure), members);
        }
        this.busy = false;
    }

    #startGroup(members: string[], title: string): Promise<string> {
        const asked = JSON.stringify([members, title]);
        if (this.#attempt.asked !== asked) {
            this.#attempt = { clientId: randomName(), asked };
        }
        return this.chats.startGroup({ clientId: this.#attempt.clientId, members, ...(title && { title }) });
    }

    get #dialog(): HTMLDialogElement {
        return this.renderRoot.querySelector('dialog')!;
    }
}

function names(written: string): string[] {
    return written
        .split(/[\s,;]+/u)
        .map((name) => name.replace(/^@/u, ''))
        .filter((name) => name);
}

/** @param members as they were asked for */
function told(problem: Problem, members: string[]): string {
    if (members.length === 1) {
        return UNKNOWN.includes(problem.code) ? t.newChat.unknown(members) : explain(problem);
    }
    const wrong = problem.violations.flatMap(({ field }) => members[Number(field.replace('members.', ''))] ?? []);
    return problem.code === 'user_unknown' && wrong.length > 0 ? t.newChat.unknown(wrong) : explain(problem);
}

customElements.define('rk-new-chat', NewChat);
