/** A request or frame that was refused, or that did not reach the server. */
export class Problem extends Error {
    /** A stable name, see docs/client.md; 'unreachable' if there was no answer. */
    readonly code: string;
    readonly status: number;
    /** Whether the same may succeed later, unchanged. */
    readonly retryable: boolean;
    readonly retryAfterMs: number | undefined;
    /** Which fields are wrong. */
    readonly violations: { field: string; message: string }[];

    constructor(facts: {
        code: string;
        detail: string;
        status?: number;
        retryable?: boolean;
        retryAfterMs?: number | undefined;
        violations?: { field: string; message: string }[];
    }) {
        super(facts.detail);
        this.code = facts.code;
        this.status = facts.status ?? 0;
        this.retryable = facts.retryable ?? false;
        this.retryAfterMs = facts.retryAfterMs;
        this.violations = facts.violations ?? [];
    }

    static unreachable(): Problem {
        return new Problem({ code: 'unreachable', detail: 'The server can’t be reached. Try again.', retryable: true });
    }

    static of(failure: unknown): Problem {
        return failure instanceof Problem ? failure : Problem.unreachable();
    }

    static async from(response: Response): Promise<Problem> {
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
