import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { Problem, type Session } from '../../client/index.ts';
import { explain, t } from '../i18n/texts.ts';
import { eye, eyeOff, logo } from './icons.ts';
import { shared } from './shared.ts';

const USERNAME = '[A-Za-z0-9][A-Za-z0-9._\\-]{2,31}';
const SHORTEST_PASSWORD = 8;
/** Problems of one field: told below it, with the focus in it. */
const FIELDS: Record<string, Field> = { password_too_easy: 'password', username_taken: 'username' };

type Field = 'displayName' | 'username' | 'password';

/** The door: sign in, or make an account and be signed in. */
export class SignIn extends LitElement {
    static override properties = {
        session: { attribute: false },
        creating: { state: true },
        busy: { state: true },
        problem: { state: true },
        wrong: { state: true },
        passwordShown: { state: true },
    };

    static override styles = [
        shared,
        css`
            :host {
                display: grid;
                grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
                min-height: 100%;
                height: 100%;
                overflow: auto;
            }

            .picture {
                position: relative;
                display: flex;
                flex-direction: column;
                justify-content: flex-end;
                padding: var(--s7);
                overflow: hidden;
                background: #2b2357;
                color: #fff;
                --brand: #b3a6f5;
                --logo-beak: #ece8ff;
                --logo-face: #e4defc;
                --logo-eye: #1b1533;
            }

            .picture svg {
                position: absolute;
                inset-inline-end: -12%;
                top: 4%;
                width: 88%;
                height: auto;
                opacity: 0.22;
            }

            .picture p {
                position: relative;
                max-width: 24ch;
                font-size: clamp(1.75rem, 2.6vw, 2.5rem);
                font-weight: 650;
                line-height: 1.15;
                letter-spacing: -0.02em;
            }

            .picture p + p {
                max-width: 44ch;
                margin-top: var(--s4);
                color: #d6cff2;
                font-size: var(--text-m);
                font-weight: 400;
                line-height: 1.5;
                letter-spacing: 0;
            }

            .door {
                display: grid;
                place-items: center;
                padding: var(--s5) var(--s4);
            }

            form {
                display: grid;
                gap: var(--s3);
                width: 100%;
                max-width: 360px;
            }

            header {
                display: grid;
                gap: var(--s4);
                margin-bottom: var(--s2);
            }

            .name {
                display: flex;
                align-items: center;
                gap: var(--s3);
                font-size: var(--text-l);
                font-weight: 700;
                letter-spacing: -0.01em;
            }

            h1 {
                font-size: var(--text-xl);
                line-height: 1.2;
                letter-spacing: -0.02em;
            }

            .password {
                position: relative;
                display: block;
            }

            .password .input {
                padding-inline-end: 48px;
            }

            .password button {
                position: absolute;
                inset-inline-end: 2px;
                top: 2px;
            }

            .hint.wrong {
                color: var(--danger);
            }

            .button {
                margin-top: var(--s1);
            }

            .other {
                color: var(--ink-soft);
                text-align: center;
            }

            @media (max-width: 820px) {
                :host {
                    grid-template-columns: minmax(0, 1fr);
                }

                .picture {
                    display: none;
                }
            }
        `,
    ];

    session!: Session;
    creating = false;
    busy = false;
    problem = '';
    /** What is wrong with single fields. */
    wrong: Partial<Record<Field, string>> = {};
    passwordShown = false;

    override render(): TemplateResult {
        const { creating, busy, session } = this;
        return html`
            <div class="picture" aria-hidden="true">
                ${logo(400)}
                <p>${t.signIn.slogan}</p>
                <p>${t.signIn.about}</p>
            </div>
            <main class="door">
                <form @submit=${this.#submit} aria-busy=${busy}>
                    <header>
                        <div class="name">${logo(36)} Rookery</div>
                        <h1>${creating ? t.signIn.create : t.signIn.welcome}</h1>
                    </header>
                    ${session.notice ? html`<p class="problem" role="status">${t.signIn[session.notice]}</p>` : nothing}
                    ${creating ? this.#displayName() : nothing} ${this.#username()} ${this.#password()}
                    <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
                    <button class="button" ?disabled=${busy}>${this.#action()}</button>
                    <p class="other">
                        ${creating ? t.signIn.haveOne : t.signIn.newHere}
                        <button type="button" class="link" @click=${this.#switch}>
                            ${creating ? t.signIn.signIn : t.signIn.toCreate}
                        </button>
                    </p>
                </form>
            </main>
        `;
    }

    #displayName(): TemplateResult {
        return html`
            <div class="field">
                <span><label for="displayName">${t.signIn.name}</label></span>
                <input
                    class="input"
                    id="displayName"
                    name="displayName"
                    autocomplete="name"
                    maxlength="64"
                    dir="auto"
                    required
                    aria-describedby="displayName-hint"
                    aria-invalid=${this.wrong.displayName ? 'true' : 'false'}
                    @input=${() => this.#mend('displayName')}
                />
                ${this.#hint('displayName', t.signIn.nameHint)}
            </div>
        `;
    }

    #username(): TemplateResult {
        return html`
            <div class="field">
                <span><label for="username">${t.signIn.username}</label></span>
                <input
                    class="input"
                    id="username"
                    name="username"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    maxlength="32"
                    pattern=${this.creating ? USERNAME : '.+'}
                    title=${t.signIn.usernameWrong}
                    aria-describedby="username-hint"
                    aria-invalid=${this.wrong.username ? 'true' : 'false'}
                    @input=${() => this.#mend('username')}
                />
                ${this.#hint('username', this.creating ? t.signIn.usernameHint : '')}
            </div>
        `;
    }

    #password(): TemplateResult {
        const { creating, passwordShown } = this;
        return html`
            <div class="field">
                <span><label for="password">${t.signIn.password}</label></span>
                <span class="password">
                    <input
                        class="input"
                        id="password"
                        name="password"
                        type=${passwordShown ? 'text' : 'password'}
                        autocomplete=${creating ? 'new-password' : 'current-password'}
                        minlength=${creating ? SHORTEST_PASSWORD : 1}
                        maxlength="256"
                        required
                        aria-describedby="password-hint"
                        aria-invalid=${this.wrong.password ? 'true' : 'false'}
                        @input=${() => this.#mend('password')}
                    />
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=${t.signIn.showPassword}
                        aria-pressed=${passwordShown}
                        @click=${() => (this.passwordShown = !passwordShown)}
                    >
                        ${passwordShown ? eyeOff() : eye()}
                    </button>
                </span>
                ${this.#hint('password', creating ? t.signIn.passwordHint(SHORTEST_PASSWORD) : '')}
            </div>
        `;
    }

    #hint(field: Field, hint: string): TemplateResult {
        const wrong = this.wrong[field];
        return html`
            <span id="${field}-hint" class="hint ${wrong ? 'wrong' : ''}" role="status" ?hidden=${!hint && !wrong}>${wrong ?? hint}</span>
        `;
    }

    #mend(field: Field): void {
        if (this.wrong[field]) {
            const { [field]: _, ...others } = this.wrong;
            this.wrong = others;
        }
    }

    #action(): string {
        if (this.creating) {
            return this.busy ? t.signIn.creating : t.signIn.createAccount;
        }
        return this.busy ? t.signIn.signingIn : t.signIn.signIn;
    }

    #switch(): void {
        this.creating = !this.creating;
        this.problem = '';
        this.wrong = {};
        this.session.notice = '';
        void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
    }

    async #submit(event: SubmitEvent): Promise<void> {
        event.preventDefault();
        const form = event.target as HTMLFormElement;
        const value = (name: Field) => String(new FormData(form).get(name) ?? '');
        const account = { username: value('username'), password: value('password'), displayName: value('displayName') };
        this.busy = true;
        this.problem = '';
        this.wrong = {};
        try {
            await (this.creating ? this.session.signUp(account) : this.session.signIn(account));
        } catch (failure) {
            this.#tell(Problem.of(failure), form);
        }
        this.busy = false;
    }

    #tell(problem: Problem, form: HTMLFormElement): void {
        const fields = problem.violations.filter(({ field }) => form.elements.namedItem(field));
        const field = FIELDS[problem.code];
        if (field) {
            this.wrong = { [field]: explain(problem) };
        } else if (fields.length > 0) {
            this.wrong = Object.fromEntries(fields.map((violation) => [violation.field, violation.message]));
        } else {
            this.problem = explain(problem);
        }
        const first = Object.keys(this.wrong)[0];
        (first ? (form.elements.namedItem(first) as HTMLInputElement) : null)?.focus();
    }
}

customElements.define('rk-sign-in', SignIn);
