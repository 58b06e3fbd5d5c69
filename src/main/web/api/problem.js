/** A request or frame that was refused, or that did not reach the server. */
export class Problem extends Error {
    /**
     * @param {object} facts
     * @param {string} facts.code stable name, see docs/client.md; 'unreachable' if there was no answer
     * @param {string} facts.detail for people to read
     * @param {number} [facts.status]
     * @param {boolean} [facts.retryable] whether the same may succeed later, unchanged
     * @param {number} [facts.retryAfterMs]
     * @param {{ field: string, message: string }[]} [facts.violations] which fields are wrong
     */
    constructor({ code, detail, status = 0, retryable = false, retryAfterMs, violations = [] }) {
        super(detail);
        this.code = code;
        this.status = status;
        this.retryable = retryable;
        this.retryAfterMs = retryAfterMs;
        this.violations = violations;
    }

    static unreachable() {
        return new Problem({ code: 'unreachable', detail: 'The server can’t be reached. Try again.', retryable: true });
    }

    /** @param {Response} response */
    static async of(response) {
        const body = await response.json().catch(() => ({}));
        return new Problem({
            code: body.code ?? 'http_' + response.status,
            detail: body.detail ?? body.title ?? `The server answered ${response.status}.`,
            status: response.status,
            retryable: body.retryable ?? (response.status === 429 || response.status >= 500),
            retryAfterMs: body.retryAfterMs,
            violations: body.violations,
        });
    }
}
