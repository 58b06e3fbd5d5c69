package dev.rookery.swarm;

/** A node answered, but not as wished. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    RefusedException(int status, String code, String detail) {
        super("answered %d %s: %s".formatted(status, code, detail), null, false, false);
        this.status = status;
        this.code = code;
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }

    /** The stable code of the problem, empty if there was none. */
    public String code() {
        return code;
    }
}
