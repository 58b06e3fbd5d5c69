package dev.rookery.edge;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.Problem.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** A request that breaks the contract, with every field that does. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Violation> violations;

    /** @param violations at least one */
    public InvalidRequestException(List<Violation> violations) {
        this(ErrorCode.INVALID_REQUEST, violations);
    }

    /** @param violations at least one */
    public InvalidRequestException(ErrorCode code, List<Violation> violations) {
        super(
                violations.stream().map(Violation::message).distinct().collect(Collectors.joining("; ")),
                null,
                false,
                false);
        this.code = code;
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }

    RookeryException failure() {
        return new RookeryException(code, String.valueOf(getMessage()));
    }
}
