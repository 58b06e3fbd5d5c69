package dev.rookery.tool.swarm;

import java.util.Locale;

/** A node answered, but not as wished. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    RefusedException(int status, String code, String detail) {
        super(String.format(Locale.ROOT, "answered %d %s: %s", status, code, detail), null, false, false);
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
