package dev.rookery.api;

import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.MessageText;
import dev.rookery.domain.RookeryException;
import dev.rookery.edge.InvalidRequestException;
import dev.rookery.edge.Problem.Violation;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in plain words how a request breaks the contract: which field, and what it must be. */
final class ContractBreach {
    /** The validator names the parameter in its message only. */
    private static final Pattern PARAMETER = Pattern.compile("(?:path|query|header|cookie) parameter ([A-Za-z0-9_-]+)");

    private ContractBreach() {}

    static RuntimeException explain(ValidatorException failure, Operation operation) {
        Optional<Parameter> parameter = parameterOf(failure, operation);
        if (parameter.isPresent()) {
            return new InvalidRequestException(List.of(ofParameter(failure, parameter.get())));
        }
        if (failure instanceof SchemaValidationException breach) {
            return ofBody(breach, operation);
        }
        return new InvalidRequestException(List.of(new Violation("", "The body is not as documented")));
    }

    private static Optional<Parameter> parameterOf(ValidatorException failure, Operation operation) {
        Matcher message = PARAMETER.matcher(String.valueOf(failure.getMessage()));
        return message.find()
                ? operation.getParameters().stream()
                        .filter(parameter -> parameter.getName().equals(message.group(1)))
                        .findFirst()
                : Optional.empty();
    }

    private static Violation ofParameter(ValidatorException failure, Parameter parameter) {
        String name = parameter.getName();
        if (failure instanceof SchemaValidationException breach) {
            JsonObject schema = parameter.getOpenAPIModel().getJsonObject("schema");
            return new SchemaWords(schema)
                    .violations(breach.getOutputUnit(), name).stream()
                            .findFirst()
                            .orElse(new Violation(name, "'" + name + "' has a wrong value"));
        }
        return switch (failure.type()) {
            case MISSING_REQUIRED_PARAMETER -> new Violation(name, "'" + name + "' is missing");
            default -> new Violation(name, "'" + name + "' has a wrong value");
        };
    }

    private static RuntimeException ofBody(SchemaValidationException breach, Operation operation) {
        JsonObject schema = operation
                .getRequestBody()
                .getOpenAPIModel()
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
        List<Violation> violations = new SchemaWords(schema).violations(breach.getOutputUnit(), "");
        if (violations.stream().anyMatch(ContractBreach::isLongText)) {
            return new RookeryException(
                    ErrorCode.TEXT_TOO_LONG,
                    "text has more than " + MessageText.MAX_CHARACTERS + " characters, the limit; split it");
        }
        return new InvalidRequestException(
                violations.isEmpty() ? List.of(new Violation("", ErrorCode.INVALID_REQUEST.title())) : violations);
    }

    private static boolean isLongText(Violation violation) {
        return violation.field().equals("content.text") && violation.message().contains(SchemaWords.AT_MOST);
    }
}
