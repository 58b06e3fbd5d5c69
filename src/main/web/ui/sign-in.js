import { css, html, LitElement, nothing } from 'lit';
import { eye, eyeOff, logo } from './icons.js';
import { shared } from './shared.js';

const USERNAME = '[A-Za-z0-9][A-Za-z0-9._\\-]{2,31}';
const SHORTEST_PASSWORD = 8;

/** The door: sign in, or make an account and be signed in. */
export class SignIn extends LitElement {
    static properties = {
        session: { attribute: false },
        creating: { state: true },
        busy: { state: true },
        problem: { state: true },
        passwordProblem: { state: true },
        passwordShown: { state: true },
    };

    static styles = [
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

    constructor() {
        super();
        /** @type {import('../api/session.js').Session} */
        this.session = undefined;
        this.creating = false;
        this.busy = false;
        this.problem = '';
        this.passwordProblem = '';
        this.passwordShown = false;
    }

    render() {
        const { creating, busy } = this;
        return html`
            <div class="picture" aria-hidden="true">
                ${logo(400)}
                <p>Where the conversation nests.</p>
                <p>Chat that lives on your own servers. What you send is stored before it is ticked.</p>
            </div>
            <main class="door">
                <form @submit=${this.#submit} aria-busy=${busy}>
                    <header>
                        <div class="name">${logo(36)} Rookery</div>
                        <h1>${creating ? 'Create your account' : 'Welcome back'}</h1>
                    </header>
                    ${this.session.notice ? html`<p class="problem" role="status">${this.session.notice}</p>` : nothing}
                    ${creating ? this.#displayName() : nothing} ${this.#username()} ${this.#password()}
                    <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
                    <button class="button" ?disabled=${busy}>${this.#action()}</button>
                    <p class="other">
                        ${creating ? 'Already have an account?' : 'New here?'}
                        <button type="button" class="link" @click=${this.#switch}>
                            ${creating ? 'Sign in' : 'Create an account'}
                        </button>
                    </p>
                </form>
            </main>
        `;
    }

    #displayName() {
        return html`
            <label class="field">
                <span>Your name</span>
                <input class="input" name="displayName" autocomplete="name" maxlength="64" dir="auto" required />
                <span class="hint">How others see you. Any language, emoji too.</span>
            </label>
        `;
    }

    #username() {
        return html`
            <label class="field">
                <span>User name</span>
                <input
                    class="input"
                    name="username"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    maxlength="32"
                    pattern=${this.creating ? USERNAME : '.+'}
                    title="3 to 32 letters a-z, digits, dots, dashes or underscores, beginning with a letter or digit"
                />
                ${this.creating ? html`<span class="hint">People find you by it. a–z, 0–9, dot, dash, underscore.</span>` : nothing}
            </label>
        `;
    }

    #password() {
        const { creating, passwordShown, passwordProblem } = this;
        const hint = creating ? `At least ${SHORTEST_PASSWORD} characters.` : '';
        return html`
            <div class="field">
                <span><label for="password">Password</label></span>
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
                        aria-invalid=${passwordProblem ? 'true' : 'false'}
                        @input=${() => (this.passwordProblem = '')}
                    />
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Show password"
                        aria-pressed=${passwordShown}
                        @click=${() => (this.passwordShown = !passwordShown)}
                    >
                        ${passwordShown ? eyeOff() : eye()}
                    </button>
                </span>
                <span id="password-hint" class="hint ${passwordProblem ? 'wrong' : ''}" role="status" ?hidden=${!creating}>
                    ${passwordProblem || hint}
                </span>
            </div>
        `;
    }

    #action() {
        if (this.creating) {
            return this.busy ? 'Creating your account…' : 'Create account';
        }
        return this.busy ? 'Signing in…' : 'Sign in';
    }

    #switch() {
        this.creating = !this.creating;
        this.problem = '';
        this.passwordProblem = '';
        this.session.notice = '';
        void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
    }

    /** @param {SubmitEvent} event */
    async #submit(event) {
        event.preventDefault();
        const form = /** @type {HTMLFormElement} */ (event.target);
        const fields = /** @type {any} */ (Object.fromEntries(new FormData(form)));
        this.busy = true;
        this.problem = '';
        try {
            await (this.creating ? this.session.signUp(fields) : this.session.signIn(fields));
        } catch (problem) {
            if (problem.code === 'password_too_easy') {
                this.passwordProblem = problem.message;
                /** @type {HTMLInputElement} */ (form.elements.namedItem('password')).focus();
            } else {
                this.problem = problem.message;
            }
        }
        this.busy = false;
    }
}

customElements.define('rk-sign-in', SignIn);
